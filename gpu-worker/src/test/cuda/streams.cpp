#include "streams.h"

#include <set>

namespace {
std::set<Stream*> streams;
int sticky;
}  // namespace

int runUntil(Stream* stream, uint64_t position) {
    while (sticky == 0 && stream->finished < position && !stream->waiting.empty()) {
        auto operation = std::move(stream->waiting.front());
        stream->waiting.pop_front();
        stream->finished++;
        int result = operation();
        if (sticky == 0) {
            sticky = result;
        }
    }
    return sticky;
}

void enqueue(Stream* stream, std::function<int()> operation) {
    stream->waiting.push_back(std::move(operation));
    stream->enqueued++;
}

int runAll() {
    for (Stream* stream : streams) {
        runUntil(stream, stream->enqueued);
    }
    return sticky;
}

Stream* newStream() {
    auto* stream = new Stream;
    streams.insert(stream);
    return stream;
}

int deleteStream(Stream* stream) {
    int result = runUntil(stream, stream->enqueued);
    streams.erase(stream);
    delete stream;
    return result;
}

size_t liveStreams() { return streams.size(); }
int stickyError() { return sticky; }
void forgetErrors() {
    sticky = 0;
    for (Stream* stream : streams) {
        stream->waiting.clear();
        stream->finished = stream->enqueued;
    }
}

void abandonStreams() { streams.clear(); }
