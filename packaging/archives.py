"""Archives whose bytes depend on nothing but what is in them: sorted, owned by root, with one time for all."""
import gzip
import io
import os
import tarfile
import time
import zipfile

TIME = int(os.environ['SOURCE_DATE_EPOCH'])


def tar(entries):
    """The bytes of a tar of {path: (content or None for a folder, mode, owner)}."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode='w', format=tarfile.USTAR_FORMAT) as archive:
        for path in sorted(entries):
            content, mode, owner = entries[path]
            about = tarfile.TarInfo(path)
            about.mode, about.mtime, about.uid, about.gid = mode, TIME, owner, owner
            if content is None:
                about.type = tarfile.DIRTYPE
                archive.addfile(about)
            else:
                about.size = len(content)
                archive.addfile(about, io.BytesIO(content))
    return out.getvalue()


def gz(content):
    return gzip.compress(content, 9, mtime=0)


def zip_of(entries):
    """The bytes of a zip of [(path, content, mode)], in that order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w') as archive:
        for path, content, mode in entries:
            about = zipfile.ZipInfo(path, time.gmtime(TIME)[:6])
            about.external_attr = (0o100000 | mode) << 16
            about.create_system = 3
            about.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(about, content, compresslevel=9)
    return out.getvalue()
