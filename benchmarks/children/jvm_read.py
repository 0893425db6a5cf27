"""A child that only reads files with MPXJ in one fresh virtual machine: no values taken out, nothing computed.

Arguments: the Java library, the class path, the files.
"""

from __future__ import annotations

import sys
from contextlib import suppress

import jpype

READERS = {
    ".mpp": "org.mpxj.mpp.MPPReader",
    ".xml": "org.mpxj.mspdi.MSPDIReader",
    ".mpx": "org.mpxj.mpx.MPXReader",
    ".xer": "org.mpxj.primavera.PrimaveraXERFileReader",
}


def main() -> None:
    """Read every file, every project in it."""
    library, class_path, *files = sys.argv[1:]
    jpype.startJVM("--enable-native-access=ALL-UNNAMED", jvmpath=library, classpath=class_path.split(":"))
    read = 0
    for file in files:
        name = READERS[file[-4:].lower()]
        if name.endswith("MSPDIReader") and "pmxml" in file.rsplit("/", 1)[-1].lower():
            name = "org.mpxj.primavera.PrimaveraPMFileReader"
        with suppress(jpype.JException):
            read += len(jpype.JClass(name)().readAll(file))
    print(read)


main()
