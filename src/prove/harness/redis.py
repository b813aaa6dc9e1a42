"""Runs one Redis case on a server of its own, which lives and dies with this
process, and prints replies as redis-cli does on a terminal.

The case is `case.redis`, after `setup.redis` whose replies are not printed: a
command a line, with the letter of its terminal and a tab before it.
"""
import os
import select
import socket
import subprocess
import sys
import time

here = os.getcwd()
path = os.path.join(here, "socket")
server = subprocess.Popen(
    ["redis-server", "--port", "0", "--unixsocket", path, "--dir", here, "--save", "", "--appendonly", "no", "--enable-debug-command", "yes"],
    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
)


class Failed(Exception):
    """The server's error reply."""


class Status(str):
    pass


class Pairs(list):
    pass


class Terminal:
    def __init__(self):
        self.link = socket.socket(socket.AF_UNIX)
        self.link.connect(path)
        self.bytes = b""

    def more(self):
        got = self.link.recv(1 << 16)
        if not got:
            raise EOFError
        self.bytes += got

    def line(self):
        while b"\r\n" not in self.bytes:
            self.more()
        line, self.bytes = self.bytes.split(b"\r\n", 1)
        return line

    def take(self, length):
        while len(self.bytes) < length + 2:
            self.more()
        value, self.bytes = self.bytes[:length], self.bytes[length + 2 :]
        return value

    def reply(self):
        line = self.line()
        kind, rest = line[:1], line[1:].decode("utf-8", "replace")
        if kind == b"+":
            return Status(rest)
        if kind == b"-":
            return Failed(rest)
        if kind == b":":
            return int(rest)
        if kind == b"$":
            return None if rest == "-1" else self.take(int(rest))
        if kind in b"*~>":
            return None if rest == "-1" else [self.reply() for _ in range(int(rest))]
        if kind == b"%":
            return Pairs((self.reply(), self.reply()) for _ in range(int(rest)))
        if kind == b"_":
            return None
        if kind == b"#":
            return rest == "t"
        if kind == b",":
            return float(rest)
        if kind == b"=":
            return self.take(int(rest))[4:]
        return Status(rest)

    def send(self, words):
        self.link.sendall(b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(word), word) for word in words))

    def quiet(self, seconds):
        """Whether nothing comes for so long."""
        return not self.bytes and not select.select([self.link], [], [], seconds)[0]


def quoted(value):
    out = '"'
    for byte in value:
        char = chr(byte)
        if char in '\\"':
            out += "\\" + char
        elif char in "\n\r\t\a\b":
            out += {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\a": "\\a", "\b": "\\b"}[char]
        elif 32 <= byte < 127:
            out += char
        else:
            out += f"\\x{byte:02x}"
    return out + '"'


def shown(value, indent=""):
    if isinstance(value, Failed):
        return f"(error) {value}"
    if isinstance(value, Status):
        return str(value)
    if isinstance(value, bool):
        return "(true)" if value else "(false)"
    if isinstance(value, int):
        return f"(integer) {value}"
    if isinstance(value, float):
        return f"(double) {value:.17g}"
    if value is None:
        return "(nil)"
    if isinstance(value, bytes):
        return quoted(value)
    if not value:
        return "(empty hash)" if isinstance(value, Pairs) else "(empty array)"
    width = len(str(len(value)))
    deeper = indent + " " * (width + 2)
    lines = []
    for n, one in enumerate(value, 1):
        sign = "#" if isinstance(value, Pairs) else ")"
        head = ("" if n == 1 else indent) + f"{n:>{width}}{sign} "
        if isinstance(value, Pairs):
            lines.append(head + shown(one[0], deeper) + " => " + shown(one[1], deeper))
        else:
            lines.append(head + shown(one, deeper))
    return "\n".join(lines)


def words(line):
    """Splits a command as redis-cli does."""
    out, at = [], 0
    while at < len(line):
        if line[at].isspace():
            at += 1
            continue
        word = b""
        while at < len(line) and not line[at].isspace():
            mark = line[at]
            if mark not in "\"'":
                word += mark.encode()
                at += 1
                continue
            at += 1
            while True:
                if at >= len(line):
                    sys.exit(f"unbalanced quotes: {line}")
                char = line[at]
                if char == mark:
                    at += 1
                    break
                if char == "\\" and mark == '"' and line[at + 1 : at + 2] == "x":
                    word += bytes([int(line[at + 2 : at + 4], 16)])
                    at += 4
                    continue
                if char == "\\" and (mark == '"' or line[at + 1 : at + 2] == "'"):
                    at += 1
                    char = line[at]
                    if mark == '"':
                        char = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "a": "\a"}.get(char, char)
                word += char.encode()
                at += 1
        out.append(word)
    return out


for _ in range(2000):
    try:
        monitor = Terminal()
        break
    except OSError:
        if server.poll() is not None:
            sys.exit("the server does not start")
        time.sleep(0.005)
monitor.send([b"CLIENT", b"NO-EVICT", b"on"])
monitor.reply()
terminals, waiting = {}, []


def blocked(terminal):
    monitor.send([b"CLIENT", b"LIST"])
    for line in monitor.reply().decode().splitlines():
        fields = dict(field.split("=", 1) for field in line.split(" ") if "=" in field)
        if fields.get("id") == terminal.id:
            return "b" in fields["flags"]
    return False


def say(value, quiet):
    if not quiet:
        print(shown(value))


def run(name, quiet):
    for line in open(name, encoding="utf-8"):
        letter, command = line.rstrip("\n").split("\t", 1)
        terminal = terminals.get(letter)
        if terminal is None:
            terminal = terminals[letter] = Terminal()
            terminal.send([b"CLIENT", b"ID"])
            terminal.id = str(terminal.reply())
        if terminal in waiting:
            sys.exit(f"terminal {letter} waits for its reply and can't send `{command}`")
        sent = words(command)
        terminal.send(sent)
        if sent and sent[0].upper() in (b"SUBSCRIBE", b"PSUBSCRIBE", b"SSUBSCRIBE"):
            for _ in sent[1:]:
                say(terminal.reply(), quiet)
        else:
            while terminal.quiet(0.02):
                if blocked(terminal):
                    waiting.append(terminal)
                    break
            else:
                say(terminal.reply(), quiet)
        # What others get from it: released replies, published messages.
        for other in list(terminals.values()):
            if other is terminal:
                continue
            while not other.quiet(0.01):
                say(other.reply(), quiet)
                if other in waiting:
                    waiting.remove(other)


try:
    run("setup.redis", True)
    run("case.redis", False)
except EOFError:
    print("(error) the server closed the connection")
sys.stdout.flush()
server.kill()
