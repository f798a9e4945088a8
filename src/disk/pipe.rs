//! Named pipes: written to where somebody reads from them, and never waited for.

use std::fs;
use std::io;
use std::path::Path;

/// The writing end of a pipe that somebody has open to read from; none of what is no pipe.
///
/// # Errors
/// When nobody reads from it, or it may not be written.
#[cfg(unix)]
pub(super) fn open(path: &Path) -> io::Result<Option<fs::File>> {
    use std::os::unix::fs::FileTypeExt as _;

    use rustix::fs::{Mode, OFlags, fcntl_getfl, fcntl_setfl};
    use rustix::io::Errno;

    if !fs::metadata(path).is_ok_and(|kind| kind.file_type().is_fifo()) {
        return Ok(None);
    }
    let flags = OFlags::WRONLY | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let pipe = rustix::fs::open(path, flags, Mode::empty()).map_err(|error| match error {
        Errno::NXIO => io::Error::other("it is a pipe, and nobody reads from it"),
        error => error.into(),
    })?;
    // A reader that is slower than we are is waited for.
    fcntl_setfl(&pipe, fcntl_getfl(&pipe)?.difference(OFlags::NONBLOCK))?;
    Ok(Some(pipe.into()))
}

/// None: elsewhere no pipe has a place among files.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "it may fail elsewhere")]
pub(super) fn open(_: &Path) -> io::Result<Option<fs::File>> {
    Ok(None)
}
