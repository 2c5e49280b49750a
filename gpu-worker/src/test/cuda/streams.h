// Streams that run nothing before somebody waits for it: work that was not waited for is seen to be missing.
#pragma once
#include <cstdint>
#include <deque>
#include <functional>

struct Stream;

struct Event {
    Stream* stream = nullptr;  // where it was recorded last
    uint64_t position = 0;     // number of operations of that stream before it
};

struct Stream {
    std::deque<std::function<int()>> waiting;
    uint64_t enqueued = 0, finished = 0;
};

// Runs the first `position` operations of a stream; an error stays: nothing runs after it.
int runUntil(Stream* stream, uint64_t position);
void enqueue(Stream* stream, std::function<int()> operation);
int runAll();
Stream* newStream();
int deleteStream(Stream* stream);
size_t liveStreams();
// The first error of an operation; what comes after it fails with it, as on a real device.
int stickyError();
void forgetErrors();
// As when the process ends: handles of before must not be used again.
void abandonStreams();
