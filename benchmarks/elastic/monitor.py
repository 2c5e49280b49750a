"""Copies what Redis on a port executes, with the broker's times, to standard output until it is stopped."""
import socket
import sys

with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as connection:
    connection.sendall(b"MONITOR\r\n")
    for line in connection.makefile("r", errors="replace"):
        if '"vnp:workers"' in line:
            sys.stdout.write(line)
            sys.stdout.flush()
