"""Signs programs and installers for Windows (Authenticode) when a certificate is given, else leaves them as they are.

`KLIENTENDATEI_WINDOWS_CERTIFICATE` is the path of a PKCS#12 file, `KLIENTENDATEI_WINDOWS_PASSWORD` its password,
`KLIENTENDATEI_WINDOWS_TIMESTAMP` the address of a time-stamp service. Without that the signature ends with the
certificate; it is the one thing in the build that needs a network.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from installer import dev

CERTIFICATE, PASSWORD, TIMESTAMP = (f"KLIENTENDATEI_WINDOWS_{name}" for name in ("CERTIFICATE", "PASSWORD",
                                                                                 "TIMESTAMP"))
TOOL = "osslsigncode"


def is_wanted() -> bool:
    return bool(os.environ.get(CERTIFICATE))


def sign(*files: Path) -> None:
    """Signs each file in its place; does nothing without a certificate. Raises SetupStopped where it cannot."""
    if not is_wanted():
        return
    if not shutil.which(TOOL):
        raise dev.SetupStopped(f"{CERTIFICATE} is set, and {TOOL}, which signs, is missing.")
    address = os.environ.get(TIMESTAMP)
    for path in files:
        with tempfile.TemporaryDirectory(dir=path.parent) as place:
            # in a file, because others on the machine can read the words of a command
            secret, signed = Path(place) / "password", Path(place) / path.name
            secret.touch(mode=0o600)
            secret.write_text(os.environ.get(PASSWORD, ""), encoding="utf-8")
            command = [TOOL, "sign", "-pkcs12", os.environ[CERTIFICATE], "-readpass", str(secret), "-h", "sha256",
                       "-n", "Klientendatei", *(["-ts", address] if address else []),
                       "-in", str(path), "-out", str(signed)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                raise dev.SetupStopped(f"{path.name} could not be signed: {(done.stdout + done.stderr).strip()}")
            signed.replace(path)


if __name__ == "__main__":
    sign(*map(Path, sys.argv[1:]))
