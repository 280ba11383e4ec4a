"""What reading a ZIP raises that is damaged, or packed in a way that is not known here: one list for all readers.

What is packed in another archive breaks in the same ways: who reads a tar adds tarfile.TarError.
"""

import struct
import zipfile
import zlib

try:
    from lzma import LZMAError
except ImportError:  # a Python built without it says NotImplementedError or RuntimeError
    LZMAError = zlib.error

#: OSError and ValueError, too: a damaged directory may send the reader to a place before the file's beginning, and
#: bzip2 says of bytes that are not its own that they are an invalid data stream.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    LZMAError,
    struct.error,
    EOFError,
    IndexError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
