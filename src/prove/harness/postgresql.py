"""Runs one PostgreSQL case on a server of its own, which lives and dies with
this process: a copy of a fresh cluster, reached by a socket in the same folder.

Arguments: the cluster to copy, the folder of the server's programs. The case is
`case.sql` (a psql script), or `several.sql`: a statement a line, each with the
letter of its connection.
"""
import os
import shutil
import subprocess
import sys
import time

template, programs = sys.argv[1:3]
here = os.getcwd()
data = os.path.join(here, "data")
shutil.copytree(template, data)
os.chmod(data, 0o700)
# A deadlock is looked for once per wait, so the driver waits for that long and
# the victim is always the statement that came last.
DEADLOCK = 0.1
options = {
    "listen_addresses": "",
    "unix_socket_directories": here,
    "fsync": "off",
    "full_page_writes": "off",
    "shared_buffers": "16MB",
    "autovacuum": "off",
    "max_connections": "20",
    "deadlock_timeout": f"{int(DEADLOCK * 1000)}ms",
    "jit": "off",
    "max_prepared_transactions": "4",
    "wal_level": "logical",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
flags = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
with open(os.path.join(here, "log"), "wb") as log:
    server = subprocess.Popen([os.path.join(programs, "postgres"), "-D", data, *flags], stderr=log, stdout=log)

# Python's isolated mode looks beside the script only when told to.
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import psycopg2
import psycopg2.extensions as pg
from several import several

login = {"host": here, "user": "postgres", "dbname": "proof"}


def connect():
    return psycopg2.connect(**login)


def ready():
    for _ in range(2000):
        try:
            return psycopg2.connect(**{**login, "dbname": "postgres"})
        except psycopg2.OperationalError:
            if server.poll() is not None:
                break
            time.sleep(0.01)
    sys.exit("the server does not start: " + open(os.path.join(here, "log")).read()[-500:])


monitor = ready()
monitor.autocommit = True
look = monitor.cursor()
look.execute("CREATE DATABASE proof")


def script(name):
    environment = {**os.environ, "PGHOST": here, "PGUSER": "postgres", "PGDATABASE": "proof"}
    ran = subprocess.run(["psql", "-XqAt", "-f", name], env=environment, stdout=sys.stdout, stderr=subprocess.PIPE, text=True)
    # The name of the file and the line say nothing about the claim.
    errors = ran.stderr.replace(f"psql:{name}:", "")
    sys.stderr.write(errors)
    bad = ran.returncode != 0 or any(word in errors for word in ("ERROR:", "FATAL:", "invalid command \\"))
    return 1 if bad else 0


class Connection:
    def __init__(self, letter):
        self.letter = letter
        self.link = psycopg2.connect(**login, async_=1)
        self.settle()
        # Values as the server writes them.
        for oid in list(pg.string_types):
            pg.register_type(pg.new_type((oid,), "RAW", lambda value, cursor: value), self.link)
        self.cursor = self.link.cursor()
        self.waiting = False

    def settle(self):
        while self.link.poll() != pg.POLL_OK:
            time.sleep(0.001)

    def send(self, statement):
        self.error = None
        try:
            self.cursor.execute(statement)
        except psycopg2.Error as error:
            self.error = error

    def done(self):
        """Whether the statement has come to an end."""
        if self.error:
            return True
        try:
            return self.link.poll() == pg.POLL_OK
        except psycopg2.Error as error:
            self.error = error
            return True

    def blocked(self):
        look.execute("SELECT pg_blocking_pids(%s) <> '{}'", (self.link.get_backend_pid(),))
        return look.fetchone()[0]

    def tell(self):
        if self.error:
            text = self.error.diag.message_primary or str(self.error).strip()
            print(f"{self.letter}: ERROR: {text}")
        elif self.cursor.description:
            for row in self.cursor.fetchall():
                print(f"{self.letter}: " + "|".join("" if value is None else value for value in row))


def follow(connection):
    """Waits until the statement has ended, or is held up by another connection."""
    since = None
    while not connection.done():
        if connection.blocked():
            since = since or time.monotonic()
            # It may be the end of a deadlock: let that be found first.
            if time.monotonic() - since > DEADLOCK + 0.1:
                return False
        else:
            since = None
        time.sleep(0.003)
    return True


code = 0
if os.path.exists("setup.sql"):
    code = script("setup.sql")
if code == 0:
    code = several(open("several.sql").read(), Connection, follow) if os.path.exists("several.sql") else script("case.sql")
sys.stdout.flush()
# Nobody needs its data any more.
server.kill()
server.wait()
sys.exit(code)
