"""The schedule of an update, as text for the machine's own timer: systemd or cron."""

import getpass
import re
import shlex
import sys
from pathlib import Path

# What an update may do of all that a service can: write in its home, and reach publishers.
WALLS = """\
CapabilityBoundingSet=
DevicePolicy=closed
KeyringMode=private
LimitCORE=0
LockPersonality=yes
MemoryDenyWriteExecute=yes
NoNewPrivileges=yes
PrivateDevices=yes
PrivateMounts=yes
PrivateTmp=yes
PrivateUsers=yes
ProcSubset=pid
ProtectClock=yes
ProtectControlGroups=yes
ProtectHome=read-only
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
ProtectSystem=strict
RemoveIPC=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallErrorNumber=EPERM
SystemCallFilter=@system-service
UMask=0077"""
UNITS = """\
# /etc/systemd/system/focalpoint-update.service
[Unit]
Description=Newer data for Focalpoint
After=network-online.target
Wants=network-online.target

[Service]
Type=oneshot
User={user}
Environment={home} POLARS_SKIP_CPU_CHECK=1
ExecStart={program} update
Nice=10
ReadWritePaths={folder}
{walls}
# 3: some sources failed, the others are up to date.
SuccessExitStatus=3

# /etc/systemd/system/focalpoint-update.timer
[Unit]
Description=Newer data for Focalpoint, every month

[Timer]
OnCalendar=*-*-25 03:00
RandomizedDelaySec=6h
Persistent=true

[Install]
WantedBy=timers.target

# Then: systemctl enable --now focalpoint-update.timer

# Or, with cron (crontab -e), instead of the two files:
17 3 25 * * FOCALPOINT_HOME={quoted_home} {quoted_program} update
"""


def schedule(home: Path, program: Path) -> str:
    """Return a systemd service and timer, and a line for cron, that run an update of a home every month.

    On the 25th, since candidate events of a month are published some three weeks after it; the random delay spreads the
    installations of the world over the publishers' servers.

    Examples
    --------
    >>> "OnCalendar=" in schedule(Path("/srv/desk"), Path("/opt/bin/focalpoint"))
    True
    """
    return UNITS.format(
        user=getpass.getuser(),
        home=_unit(f"FOCALPOINT_HOME={home}"),
        folder=_unit(str(home)),
        walls=WALLS,
        program=_unit(str(program)),
        quoted_home=_cron(home),
        quoted_program=_cron(program),
    )


def program() -> Path:
    """Return the path of the command that runs now."""
    return (
        Path(sys.argv[0]).resolve()
        if Path(sys.argv[0]).name == "focalpoint"
        else Path(sys.executable).with_name("focalpoint")
    )


def _unit(text: str) -> str:
    """Quote a word for systemd, which reads % as the start of a name of its own."""
    text = text.replace("%", "%%")
    return text if re.fullmatch(r"[\w./=%+:@-]+", text) else '"' + re.sub(r'(["\\])', r"\\\1", text) + '"'


def _cron(path: Path) -> str:
    """Quote a path for cron, which ends a line at %."""
    return shlex.quote(str(path)).replace("%", "\\%")
