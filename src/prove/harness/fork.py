"""Runs each case in a child of one process that has loaded the framework.

Arguments: the folder of cases, the folder of packages. Each case is a folder
with `case.py`; for each a line of JSON tells what came of it.
"""
import ast
import json
import os
import signal
import sys
import time
import types

folder, packages = sys.argv[1:3]
sys.path.insert(0, packages)
SECONDS = 15
MOST = 1 << 20

# Only what is imported: whatever else the prelude does, each case does for itself.
with open(os.path.join(folder, "prelude")) as text:
    for node in ast.parse(text.read()).body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            try:
                exec(compile(ast.Module([node], []), "prelude", "exec"), {})
            except Exception:
                pass


def child(case, work):
    os.chdir(work)
    with open(os.path.join(case, "case.py"), encoding="utf-8") as text:
        source = text.read()
    with open("case.py", "w", encoding="utf-8") as copy:
        copy.write(source)
    main = types.ModuleType("__main__")
    main.__file__ = "case.py"
    sys.modules["__main__"] = main
    sys.argv = ["case.py"]
    return source, main.__dict__


def kept(path):
    with open(path, "rb") as text:
        return text.read(MOST).decode("utf-8", "replace")


answers = os.dup(1)
os.set_inheritable(answers, False)
this = None
for name in sorted(os.listdir(folder)):
    case = os.path.join(folder, name)
    if not os.path.isdir(case):
        continue
    base = os.path.join(os.getcwd(), "case-" + name)
    os.makedirs(base + "/work")
    out, err = base + "/out", base + "/err"
    began = time.monotonic()
    pid = os.fork()
    if pid == 0:
        os.close(answers)
        os.setsid()
        for fd, path in ((1, out), (2, err)):
            file = os.open(path, os.O_WRONLY | os.O_CREAT)
            os.dup2(file, fd)
            os.close(file)
        this = child(case, base + "/work")
        break
    status = None
    while status is None:
        ended, code = os.waitpid(pid, os.WNOHANG)
        if ended:
            status = os.waitstatus_to_exitcode(code)
        elif time.monotonic() - began > SECONDS:
            status = 124
            os.killpg(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        else:
            time.sleep(0.003)
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    ms = int((time.monotonic() - began) * 1000)
    line = {"case": int(name), "code": status, "out": kept(out), "err": kept(err), "ms": ms}
    os.write(answers, (json.dumps(line) + "\n").encode())

if this:
    source, scope = this
    del this
    exec(compile(source, "case.py", "exec"), scope)
