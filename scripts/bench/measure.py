"""Runs one program to its end, its output thrown away, and prints what it cost as one line of JSON.

CPU seconds are those of the program and of all children that it waited for; `peak` is the largest resident set of one of
these processes in bytes (no less than this script's own, some 10 MB, from which it is started). usage: measure.py CWD PROGRAM ARGS…
"""
import json
import os
import sys
import time

folder, command = sys.argv[1], sys.argv[2:]
null = os.open(os.devnull, os.O_RDWR)
started = time.monotonic()
child = os.fork()
if child == 0:
    try:
        os.chdir(folder)
        for stream in (0, 1, 2):
            os.dup2(null, stream)
        os.execvp(command[0], command)
    except OSError:
        os._exit(127)
_, status, usage = os.wait4(child, 0)
wall = time.monotonic() - started
unit = 1 if sys.platform == "darwin" else 1024
print(json.dumps({
    "code": os.waitstatus_to_exitcode(status),
    "cpu": usage.ru_utime + usage.ru_stime,
    "wall": wall,
    "peak": usage.ru_maxrss * unit,
}))
