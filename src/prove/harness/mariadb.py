"""Runs one MariaDB case on a server of its own, which lives and dies with this
process: a copy of a fresh data folder, reached by a socket beside it.

Argument: the data folder to copy. The case is `case.sql` (a script), or
`several.sql`: a statement a line, each with the letter of its connection.
"""
import os
import shutil
import subprocess
import sys
import threading
import time

template = sys.argv[1]
here = os.getcwd()
data, socket = os.path.join(here, "data"), os.path.join(here, "socket")
shutil.copytree(template, data)
server = subprocess.Popen(
    [
        "/usr/sbin/mariadbd", "--no-defaults", f"--datadir={data}", f"--socket={socket}",
        f"--pid-file={here}/pid", "--skip-networking", "--skip-name-resolve",
        "--innodb-log-file-size=4M", "--innodb-data-file-path=ibdata1:4M:autoextend", "--innodb-autoextend-increment=4",
        "--innodb-flush-log-at-trx-commit=0", "--innodb-flush-method=nosync",
        "--innodb-doublewrite=0", "--innodb-buffer-pool-size=16M",
        "--aria-pagecache-buffer-size=1M", "--key-buffer-size=1M", "--performance-schema=OFF",
        "--character-set-server=utf8mb4", "--collation-server=utf8mb4_general_ci",
        "--default-time-zone=+00:00", "--innodb-stats-persistent=1",
    ],
    stdout=subprocess.DEVNULL,
    stderr=open(os.path.join(here, "log"), "wb"),
)

# Python's isolated mode looks beside the script only when told to.
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import pymysql
from several import several


def connect(database="proof"):
    # Without converters every value stays as the server wrote it.
    return pymysql.connect(unix_socket=socket, user="root", database=database, autocommit=True, charset="utf8mb4", conv={})


def ready():
    for _ in range(2000):
        try:
            return connect(None)
        except pymysql.Error:
            if server.poll() is not None:
                break
            time.sleep(0.01)
    sys.exit("the server does not start: " + open(os.path.join(here, "log")).read()[-500:])


monitor = ready()
look = monitor.cursor()
look.execute("CREATE DATABASE proof")


def script(name):
    with open(name) as text:
        ran = subprocess.run(
            ["mariadb", "--no-defaults", "-S", socket, "-uroot", "-N", "-B", "--raw", "--default-character-set=utf8mb4", "proof"],
            stdin=text, capture_output=True, text=True,
        )
    sys.stdout.write(ran.stdout.replace("\t", "|"))
    sys.stderr.write(ran.stderr)
    return 1 if ran.returncode else 0


class Connection(threading.Thread):
    """One connection; a statement at a time runs on its own thread."""

    def __init__(self, letter):
        super().__init__(daemon=True)
        self.letter = letter
        self.link = connect()
        self.id = self.link.thread_id()
        self.wanted, self.ended = threading.Event(), threading.Event()
        self.start()

    def run(self):
        while True:
            self.wanted.wait()
            self.wanted.clear()
            cursor = self.link.cursor()
            try:
                cursor.execute(self.statement)
                rows = cursor.fetchall() if cursor.description else []
                text = lambda value: "NULL" if value is None else value.decode(errors="replace") if isinstance(value, bytes) else str(value)
                self.lines = ["|".join(map(text, row)) for row in rows]
            except pymysql.Error as error:
                self.lines = [f"ERROR: {error.args[1] if len(error.args) > 1 else error}"]
            self.ended.set()

    def send(self, statement):
        self.statement = statement
        self.ended.clear()
        self.wanted.set()

    def done(self):
        return self.ended.is_set()

    def blocked(self):
        look.execute(f"SELECT count(*) FROM information_schema.innodb_trx WHERE trx_mysql_thread_id = {self.id} AND trx_state = 'LOCK WAIT'")
        if int(look.fetchone()[0]):
            return True
        look.execute(f"SELECT state FROM information_schema.processlist WHERE id = {self.id}")
        state = (look.fetchone() or [""])[0] or ""
        return state.startswith("Waiting for") or state == "User lock"

    def tell(self):
        for line in self.lines:
            print(f"{self.letter}: {line}")


def follow(connection):
    """Waits until the statement has ended, or is held up by another connection."""
    held = 0
    # The list of waiting transactions is made anew only when nobody has asked
    # for it in the last tenth of a second.
    while not connection.ended.wait(0.12):
        held = held + 1 if connection.blocked() else 0
        if held == 2:
            return False
    return True


code = 0
if os.path.exists("setup.sql"):
    code = script("setup.sql")
if code == 0:
    code = several(open("several.sql").read(), Connection, follow) if os.path.exists("several.sql") else script("case.sql")
sys.stdout.flush()
server.kill()
os._exit(code)
