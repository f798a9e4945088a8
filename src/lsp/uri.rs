//! What editors call a file, and where it is.

use std::path::{Path, PathBuf};

/// The file of a URI; none when it names no file of this machine.
pub(super) fn to_path(uri: &str) -> Option<PathBuf> {
    let rest = uri.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("file://")).and(uri.get(7..))?;
    let at = rest.find('/')?;
    let (host, path) = rest.split_at(at);
    if !host.is_empty() && !host.eq_ignore_ascii_case("localhost") {
        return None;
    }
    let path = decoded(path.split(['?', '#']).next().unwrap_or_default());
    let bytes = path.as_slice();
    let has_drive = cfg!(windows) && bytes.get(2) == Some(&b':');
    Some(path_of(if has_drive { bytes.get(1..)? } else { bytes }))
}

/// The URI of a file.
pub(super) fn of_path(path: &Path) -> String {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let text = absolute.to_string_lossy();
    let text = if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() };
    let mut uri = String::from(if text.starts_with('/') { "file://" } else { "file:///" });
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

fn decoded(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let pair = behind.get(..2).and_then(|pair| std::str::from_utf8(pair).ok());
        let hex = pair.filter(|pair| pair.bytes().all(|b| b.is_ascii_hexdigit()));
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = behind.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = behind;
            }
        }
    }
    bytes
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt as _;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::{of_path, to_path};
    use std::path::Path;

    #[test]
    #[cfg(unix)]
    fn a_file_is_found_however_its_uri_is_written() {
        let path = |uri| to_path(uri).map(|path| path.to_string_lossy().into_owned());
        assert_eq!(path("file:///a/pl%C3%A4n%20%231.yaml").as_deref(), Some("/a/plän #1.yaml"));
        assert_eq!(path("FILE://localhost/a").as_deref(), Some("/a"));
        assert_eq!(path("file:///100%/%zz").as_deref(), Some("/100%/%zz"));
        for other in ["untitled:Untitled-1", "file://server/share", "file:", "", "é", "git:/a"] {
            assert_eq!(path(other), None, "{other}");
        }
    }

    #[test]
    #[cfg(unix)]
    fn a_uri_leads_back_to_its_file() {
        for path in ["/a b/価格 #?%.yaml", "/x"] {
            assert_eq!(to_path(&of_path(Path::new(path))).as_deref(), Some(Path::new(path)));
        }
    }
}
