"""What is said of values against systemd 252 itself, which reads generated units."""

from __future__ import annotations

import random
import re
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest

from deploylint.model.systemd.values import _LISTS, _SINGLE, problem
from deploylint.model.systemd.vocabulary import Directive, keys_of, lookup

pytestmark = pytest.mark.oracle

Row = tuple[Directive, str]
Analyze = Callable[..., str]

UNIT_OF = {"Unit": "service", "Install": "service"}
SECTIONS = ("Unit", "Service", "Socket", "Mount", "Swap", "Automount", "Timer", "Path", "Slice")
# Messages that say something else than that a value does not parse, or that this machine cannot do it.
TAKEN = re.compile(r"is obsolete|This is unsafe|Special user|not supported|please use|Special group")
UNKNOWN = re.compile(r"Unknown key|is not supported for this unit type")

TABLE = r"""
bool: 1 Yes y TRUE t on 0 off N f 2 enabled maybe yes. on-failure
int: 0b+1
  0 1 -1 +5 08 0x10 0b11 0o7 010 -0 99 100 7 8 19 20 -20 -21 1000 1001 -1000 -1001 32767 32768 2147483647
  2147483648 -2147483648 -2147483649 4294967295 4294967296 18446744073709551616 idle infinity 5.0 10000 10001 1e3 ٣ x
  +0x1 +0b1 -0x5 9223372036854775807 9223372036854775808 00 0x
exit-status: 0 255 256 -1 SUCCESS x 0x10
tasks: 0 1 50% 0% 100% 101% 50.5% infinity x -1 18446744073709551615 10‰ 0x10 100000 max 1K
cpu-quota: 0% 1% 0.01% 0.00% 1000% 50 50.555% 5‰ 5.5‰ 5.55‰ 7‱ 7.1‱ infinity -1% 0x10% 99999999999% 50|% +5% 08% .5%
  5.% 21474836% 21474837% 1.-1% 1.1.1% %
memory: 0000000000000000000000001G
  -0% 0 1 512M 512MB 512Mi 512m 512K 1.5G 1G|512M 512M|1G 50% 0% 100% 101% infinity 5|% 50.5% -1 16E 15E 8E 1.5
  1|K
  .5G 5.G 5.M 5.|M max unlimited 1T 1P 10B 1K1B 1K|1K 1000000000000000000000 0x10 +5 1,5G 5%x 1K5 5|5 1.5.5G
  18446744073709551615 18446744073709551614 1.1234567890123456789G 1GG M 1G512M 1.9B 15.9E 15.99999E
size: 0 1 512M 64k 1.5M x infinity 50% 1T 1K1 +1 -1 1MB 1KB 16E
mode: 0755 755 0o755 7777 07777 10000 888 -1 +755 0x1ff u+x 0 00000755 0088 00000000000000000000000000755
rlimit: 1:2: 1K:1M: 1:: ++5 +-5 --5
  0 1 infinity unlimited 1024:2048 2048:1024 1024: infinity:infinity :5 10k 10K 1.5G 5s 5min 1d -1 -5 +5 -20:+19
  +19:-20 40 41 20 21 -21 +20 1024|2048 1024:|2048 infinity:5 5:infinity 0x10 soft 1K:1M 1s:1min 1:2:3 08 1.5 5M
  18446744073709551615 18446744073709551616 1G512M -0 +0
timespan: 5 5s 5|secs 5sec 5|s|3 1h30m 1h|30m infinity infinite 0 -5 +5 .5 5. 5.s 1.5h 5|m 5M 5Min 3|fortnights
  5|min|2 5min2 1y 584542y 584541y 1000000y 99999999999999999999 5us 5μs 5µs 5ns 1d|2h 5|minutes 5minute 5,5
  infinity|s 5; never 5w 5hr 5hours 5hrs 5mins 5min. 1.5.5 1s.5 1.5|.5 1ms x 2months 60s|#|note 0x5 5|5 5|secs|foo . +
  +.5 5+5 5s+5 5s-5 -0 5month 5mon 5msec 5m5 5M5 9223372036854775807us 9223372036854775808us 18446744073709551614us
  1.5us 0.1us 1.000000000000000000000000000001h infinityx 5infinity 5sec5second 5se
timespan-nsec: 5 5ns 5nsec 5us 5s infinity x 5n 1.5s 584y 585y
signal: SIGTERM TERM 15 0 64 65 -1 sigterm Sigterm SIGRTMIN RTMIN+3 SIGRTMIN+30 SIGRTMIN+31 RTMAX-1 SIGRTMIN+ SIGPOLL
  SIGIO SIGPWR SIGCLD SIGIOT SIGUSR1 SIGSYS SIGSTKFLT SIGUNUSED SIGRTMAX+1 SIGEMT SIGINFO kill SIG15 0x0f 017 RTMAX-30
  RTMAX-31 RTMAX-0 RTMIN-1 SIGRTMIN+0 SIG SIGHUP SIGINT SIGQUIT SIGILL SIGTRAP SIGABRT SIGBUS SIGFPE SIGKILL SIGSEGV
  SIGUSR2 SIGPIPE SIGALRM SIGCHLD SIGCONT SIGSTOP SIGTSTP SIGTTIN SIGTTOU SIGURG SIGXCPU SIGXFSZ SIGVTALRM SIGPROF
  SIGWINCH SIGSIGTERM SIGFOO SIGTERM,SIGKILL 32
address-families: "AF_INET AF_INET AF_INET|AF_INET6 af_inet INET none ~AF_INET ~none none|AF_INET AF_LOCAL AF_FOO 2
  AF_UNIX
  "AF_INET" ~ AF_PACKET AF_UNSPEC AF_MAX any -AF_INET AF_INET,AF_INET6 AF_ALG AF_APPLETALK AF_ASH AF_ATMPVC AF_ATMSVC
  AF_AX25 AF_BLUETOOTH AF_BRIDGE AF_CAIF AF_CAN AF_DECnet AF_DECNET AF_ECONET AF_FILE AF_IB AF_IEEE802154 AF_IPX
  AF_IRDA AF_ISDN AF_IUCV AF_KCM AF_KEY AF_LLC AF_MCTP AF_MPLS AF_NETBEUI AF_NETLINK AF_NETROM AF_NFC AF_PHONET
  AF_PPPOX AF_QIPCRTR AF_RDS AF_ROSE AF_ROUTE AF_RXRPC AF_SECURITY AF_SMC AF_SNA AF_TIPC AF_VSOCK AF_WANPIPE AF_X25
  AF_XDP
log-level: 0 7 8 warn err ERR 0x1 -1 007 error warning critical debug none
enum: 0 1 7 8 9 127 128 255 256 99 -1 Always No none yes auto always 2147483647 2147483648
enum-or-bool: 0 1 2 YES off none full Full strict read-only readonly tmpfs both ipv6-only us usec nsec default
output: inherit file:/a file:a append:/a append:a truncate:/a fd:x fd fd: file: file:/a|b syslog syslog+console
  journal Journal file append /var/log/x none file:"/a" kmsg journal+console file:/a/../b fd:stdin fd:a:b tty socket
  file:~/a file:%h/a console null truncate kmsg+console open:/a
input: null file:/a file:a fd:x data none tty-force /dev/null file inherit append:/a tty fd file:/a/../b
user: root 0 1000 a|b docker, ${USER} $USER -1 . .. a.b -x A é a:b a/b 65535 65536 4294967295 4294967294 4294967296
  nobody _a a@b a$ 1a root|#|c "root" 007 +5 0x10 a\b a' 00 -
users: "|b" "" '.'
  a a|b a,b a:b "a|b" 1000 0|1 -1 65535 x|y:z . a|..
units: a.service a a.service|b.service a.service,b.service "a.service" a.foo a@b.service a@.service @.service
  a.service|b a.socket .service a\x2db.service é.service a.Service %n a.conf 'a.service' a.service; network -a.service
  a:b.service a+b.service a~b.service /dev/sda /mnt/x a.snapshot a@b@c.service a@%i.service multi-user !a.service
  a..service a.service.service %p.service $A.service a.service/ ..service a.automount a.scope a.slice a.path a.swap
  a.device a.busname
unit: a.service a a.timer a@b.service .service a|b.service "a.service" a.foo é.service a/b.service @a.service
  system.slice -.slice a.service|b.service
socket-address: 80 0 65535 65536 -1 127.0.0.1:80 127.0.0.1 127.0.0.1:0 127.0.0.1:99999 [::1]:80 [::]:80 ::1:80 ::1
  [::1] /a a @a @ localhost:80 *:80 0.0.0.0:80 :80 vsock::80 vsock:2:80 1.2.3:80 80/tcp 80|81 http 0x50 080 08 /a|b
  "/a" /a/../b 127.0.0.1:080 [127.0.0.1]:80 example.com:80 256.0.0.1:80 127.0.0.1: +80 tcp://0.0.0.0:80 127.0.0.1:80#x
  01.2.3.4:80 [fe80::1]:80 [::ffff:1.2.3.4]:80 [1::2::3]:80 [:80 ]:80 []:80 1.2.3.4:0x50 1.2.3.4:80:80 [::1]:0
  [::1]:70000 :: - 65535:65535 [g::1]:80
ip-prefixes: localhost. db.localhost any localhost link-local multicast 10.0.0.0/8 10.0.0.1 ::1 ::/0 fe80::/10
  10.0.0.0/33 ::1/129 10.0.0 Any
  10.0.0.0/8|::1 10.0.0.0/8,::1 host 10.0.0.0/ 0 /8 * "any" 1.2.3.4/08 01.2.3.4 1.2.3.4/-1 ::ffff:1.2.3.4 1.2.3.4/32
  10.0.0.0/255.0.0.0 ::/128 1::2::3 1:2:3:4:5:6:7:8 1:2:3:4:5:6:7:8:9 12345:: 1.2.3.4/0 any|foo [::1] ::/ ::/00
environment: A=1 A=1|B=2 A 1A=1 A|B "A=1|2" A-B=1 A= =x A=1|b A="x|y" A.B=1 é=1 A=é A=$x A=%h "A"=1 a=1 A+=1 _=1
  'A=1|2' A='x export|A=1
environment-names: A A|B A=1 1A A,B "A" A-B a* A.B _A
environment-entries: A A=1 1A A|B=2 A-B A,B =x
path: /a a ./a ~/a /a/../b /a/./b /a//b "/a" /a|b / -/a +/a /é .. /a/.. $HOME/x /a/ '/a' /..a /a.. %h/a
paths: /a /a|/b a /a|b "/a|b" /a,/b /a/../b -/a ~/x
prefixed-paths: /a -/a +/a -+/a +-/a --/a a /a|/b /a|b "/a|b" -a /a/../b ~/a /a,/b - + "-/a" /
search-path: /a /a:/b a:/b /a: /a:b "/a:/b" /a|/b :/a
environment-file: /a -/a a -a --/a /a|/b "/a" ~/a /a/../b /a/*.env $X/a - %h /a/./b
working-directory: /a -/a ~ -~ ~/a a -a "/a" /a|b /a/../b --/a - ~root $HOME /a/
pid-file: /run/a.pid a.pid /a/../b ./a "/run/a" /run/a|b ../a
condition-path: /a !/a ¦/a ¦!/a !¦/a a !¦/a !a "/a" !!/a /a/../b /a/* / ! ~/a
directories: :b :: a "a a|b /a ../a a/b a/../b a:b a:b|c /a:b private private/x a/ ./a "a|b" : a/./b privatex x/private
bind-paths: "/a:b|c"
  /a /a:/b /a:/b:rbind /a:b a:/b -/a -/a:/b "/a|b":/c /a|/b -a /a/../b /a:/b/..
tmpfs-mounts: /a /a:ro a /a|/b /a: -/a /a/../b
calendar: *:*:1.1234567 *:*:1..1 daily Daily hourly minutely weekly monthly yearly annually quarterly semiannually
  bi-annually midnight
  @daily Mon Mon..Fri Mon-Fri Mon,Tue Mon, Mon.. Fri..Mon monday Monday..Wed MonTue Mo Tues *-*-* *-*-*|03:00 03:00
  3:0 3 *:0/15 *:*:* *-*-01 *-*-32 *-*-00 *-13-01 2020-02-30 2200-01-01 1969-01-01 99-01-01 00-01-01 *-*~01 *-*~07/1
  *-02~01 *~01 2020~01~01 12:30:61 12:60 24:00 23:59:59.999999 23:59:59.9999999 23:59:60 *:*:0/10 *:*:0.5/1.5 0/2:0
  1,2,3:00 1..5:00 5..1:00 1..1:00 1..2/2:00 1..5/3:0 1/0:00 *:0/60 *:0/59 *:0/30 @0 @1234567890 @ @x @5|10:00
  Mon|*-*-*|03:00|UTC Mon|*-*-*|03:00|utc UTC daily|UTC Mon|Tue Mon..Fri,Sun|10:00 Mon..Wed..Fri 10:00|Mon 0|3|*|*|*
  */15|*|*|*|* every|day *-*-*|3:00:00 2020-*-* -*-* *-* *-1 1-1 1-1|1:1 *-*-*T03:00 2020-01-01T00:00 *-*-1..7
  *-*-1..7/8 *-*-1,15 *-*-1,15,|1:00 ,1:00 *-*-*|*:*:* 1..:00 ..1:00 1.5:00 *:*:1.5..2.5 *:*:1..2 *:*:1..1.5
  2020..2025-1-1 2020/2-1-1 *-1/3-1 *-*-*|00/2:00 Sat,Sun|*-*-*|20:00 Wed|*:30 *-05~03 Mon|*-05~07/1
  12345678901234567890:0 *-*-1/31 *-*-1/30 *-*-31/1 *-*~31/1 *-*~1/1 *-*~2/1 10:00|# 10:00|#|note 10-10-10|10:10:10
  Thu,Fri|2012-*-1,5|11:12:13 Sun|Mon friday-saturday|1:1 mon..sun
device-bandwidth: /dev/sda|5M /dev/sda /dev/sda|5x /dev/sda|infinity /dev/sda|0 /dev/sda|5MB /dev/sda|50%
"""
"""Values of each type, taken or refused by systemd; | stands for a blank, and ¦ for |."""


def table() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    name = ""
    for line in TABLE.strip().splitlines():
        head, colon, rest = line.partition(": ")
        new = bool(colon) and line[0] != " "
        name = head if new else name
        found.setdefault(name, []).extend((rest if new else line).split())
    found["socket-address"] += [mark + "x" * length for mark in "/@" for length in (106, 107)]
    return found


VALUES = table()

UNASKED = {
    "capabilities": "names that are not known are dropped without a word",
    "message-queue": "not built everywhere",
    "percent": "not for the units of every machine",
    "quota": "newer than 252",
}
"""Types of which systemd says nothing, and why."""
UNTOLD = {
    ("units", "%n"): "what a specifier stands for is not known",
    ("units", "%p.service"): "what a specifier stands for is not known",
    ("units", "a@%i.service"): "what a specifier stands for is not known",
}
"""Values that systemd refuses and that nothing is said of here, and why."""
UNFIT = {("Slice", "Slice"): "the parent of a slice follows from its name"}
"""Keys that the units of this test cannot have, and why."""


def value(text: str) -> str:
    return text.replace("|", " ").replace("¦", "|")


def directives() -> list[Directive]:
    found = [lookup(section, key) for section in SECTIONS for key in keys_of(section)]
    return [directive for directive in found if directive is not None]


@pytest.fixture(scope="session")
def analyze(oracle: Callable[[str], Path]) -> Analyze:
    program = oracle("systemd-analyze")

    def run(*arguments: str) -> str:
        done = subprocess.run([program, *arguments], capture_output=True, text=True, errors="replace", check=False)
        return done.stderr

    return run


def refused(rows: Sequence[Row], analyze: Analyze, folder: Path) -> list[str | None]:
    """What systemd says of each assignment; None where it does not know the key."""
    units: list[tuple[str, list[int]]] = []
    merged: dict[str, list[int]] = defaultdict(list)
    for index, (directive, _) in enumerate(rows):
        # A trigger is set once: of any other systemd says that there are several.
        if directive.fatal or directive.key == "Unit":
            units.append((directive.section, [index]))
        else:
            merged[directive.section].append(index)
    units += [
        (section, indexes[at : at + 400]) for section, indexes in merged.items() for at in range(0, len(indexes), 400)
    ]
    found: list[str | None] = [""] * len(rows)
    names: dict[str, list[int]] = {}
    for number, (section, indexes) in enumerate(units):
        name = f"u{number}.{UNIT_OF.get(section, section.lower())}"
        lines = [f"{rows[index][0].key}={rows[index][1]}" for index in indexes]
        (folder / name).write_text("\n".join([f"[{section}]", *lines, ""]), "utf-8")
        names[name] = indexes
    for some in batches(list(names), 60):
        # What a dependency is called is only looked at when it is to be loaded.
        told = analyze("verify", "--man=no", "--recursive-errors=one", *(str(folder / name) for name in some))
        for line in told.splitlines():
            read = re.match(r"(?:.*/)?(u\d+\.[a-z]+):(\d+): (.*)", line)
            if read and read[1] in names:
                index = names[read[1]][int(read[2]) - 2]
                if UNKNOWN.search(read[3]):
                    found[index] = None
                elif not TAKEN.search(read[3]) and found[index] is not None:
                    found[index] = read[3]
    return found


def batches(names: list[str], size: int) -> Iterable[list[str]]:
    return (names[at : at + size] for at in range(0, len(names), size))


def disagreements(rows: Sequence[Row], analyze: Analyze, folder: Path) -> list[str]:
    found = []
    for (directive, text), told in zip(rows, refused(rows, analyze, folder), strict=True):
        ours = problem(directive, text)
        if told is None or bool(told) == bool(ours) or text in directive.values:
            continue
        if (directive.section, directive.key) in UNFIT or (told and (directive.type, text) in UNTOLD):
            continue
        found.append(f"{directive.key}={text}: systemd says {told or 'nothing'}, here {ours or 'nothing'}")
    return found


@pytest.mark.parametrize("type_", VALUES)
def test_values_of_a_type_are_taken_and_refused_as_systemd_does(type_: str, analyze: Analyze, tmp_path: Path) -> None:
    chosen = [directive for directive in directives() if directive.type == type_]
    rows = [(directive, value(text)) for directive in chosen for text in VALUES[type_]]
    assert rows
    assert disagreements(rows, analyze, tmp_path) == []


def test_each_type_that_is_checked_is_asked_or_excused() -> None:
    assert {*VALUES, *UNASKED} == {*_SINGLE, *_LISTS}
    assert not {*VALUES} & {*UNASKED}


NUMBERS = ["*", "*", "*", "1", "2", "12", "0", "5", "01", "23", "24", "31", "32", "59", "60", "1970", "2199", "2200"]
UNITS = ["", "", "s", "sec", "secs", " min", "m", "M", " hours", "hr", "d", "w", "y", "ms", "us", "µs", "S", "infinity"]


def calendar(chance: random.Random) -> str:
    """A text that is nearly, and often truly, a calendar expression."""

    def part() -> str:
        return chance.choice(NUMBERS) + "".join(
            mark + chance.choice(NUMBERS[3:]) for mark in ("..", "/", ",", ".") if chance.random() < 0.1
        )

    words = [chance.choice(["", "", "Mon", "Mon..Fri", "Tue,Wed", "sat-Sun", "Fri..Mon", "Mon,", "Thur"])]
    if chance.random() < 0.7:
        words.append(chance.choice(["-", "-", "~"]).join(part() for _ in range(chance.choice([2, 3, 3]))))
    if chance.random() < 0.7:
        words.append(":".join(part() for _ in range(chance.choice([2, 2, 3]))))
    return " ".join(words).strip() or "daily"


def timespan(chance: random.Random) -> str:
    """A text that is nearly, and often truly, a time span."""
    numbers = (chance.choice(["", "", "+", "-"]) + chance.choice(["5", "90", "1.5", ".5", "2."]) for _ in range(3))
    count = chance.choice([1, 1, 2, 3])
    return "".join(number + chance.choice(UNITS) + chance.choice(["", " "]) for number in list(numbers)[:count]).strip()


@pytest.mark.parametrize(
    ("section", "key", "made"), [("Timer", "OnCalendar", calendar), ("Service", "RestartSec", timespan)]
)
def test_generated_values(
    section: str, key: str, made: Callable[[random.Random], str], analyze: Analyze, tmp_path: Path
) -> None:
    directive = lookup(section, key)
    assert directive is not None
    chance = random.Random(252)
    rows = [(directive, text) for text in sorted({made(chance) for _ in range(1500)})]
    assert sum(problem(directive, text) is None for _, text in rows) > 60
    assert disagreements(rows, analyze, tmp_path) == []
