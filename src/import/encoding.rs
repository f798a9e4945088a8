//! Bytes of a spreadsheet's export as text: UTF-8, UTF-16 with a byte-order mark, Windows-1252.

/// How a file's letters were written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte-order mark.
    Utf8,
    /// UTF-16 with a byte-order mark, as Excel's "Unicode text".
    Utf16,
    /// Windows-1252, as Excel's plain "CSV" in western Europe and America.
    Windows1252,
}

impl Encoding {
    /// Its name.
    pub fn word(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf16 => "UTF-16",
            Encoding::Windows1252 => "Windows-1252",
        }
    }
}

/// What the bytes from 0x80 to 0x9f mean in Windows-1252; five of them mean nothing, written `\0`.
const HIGH: &str = "€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ";

/// The text of a file, without its byte-order mark.
///
/// # Errors
/// Why it is no text in any of the three, to be read after the file's name.
pub(super) fn decode(bytes: &[u8]) -> Result<(String, Encoding), String> {
    if let Some(rest) = bytes.strip_prefix(&[0xff, 0xfe]) {
        return utf16(rest, u16::from_le_bytes);
    }
    if let Some(rest) = bytes.strip_prefix(&[0xfe, 0xff]) {
        return utf16(rest, u16::from_be_bytes);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err("is a workbook (`.xlsx`, `.xls`, `.ods`), not CSV: save the sheet as CSV".to_owned());
    }
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok((text.to_owned(), Encoding::Utf8)),
        Err(error) => windows_1252(bytes, error.valid_up_to()),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<(String, Encoding), String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let text: Result<String, _> = char::decode_utf16(pairs.iter().copied().map(unit)).collect();
    match text {
        Ok(text) if rest.is_empty() => Ok((text, Encoding::Utf16)),
        _ => Err("begins as UTF-16 and is broken further on: export it again".to_owned()),
    }
}

/// A file that mixes letters of UTF-8 with bytes that are none is a broken one, not Windows-1252.
fn windows_1252(bytes: &[u8], first_bad: usize) -> Result<(String, Encoding), String> {
    let line = 1 + bytes.iter().take(first_bad).filter(|byte| **byte == b'\n').count();
    if bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii()) {
        return Err(format!("is UTF-8 up to line {line} and broken there: save it as UTF-8"));
    }
    let letter = |byte: &u8| match byte {
        0x80..=0x9f => HIGH.chars().nth(usize::from(byte - 0x80)).filter(|letter| *letter != '\0'),
        other => Some(char::from(*other)),
    };
    match bytes.iter().map(letter).collect() {
        Some(text) => Ok((text, Encoding::Windows1252)),
        None => Err(format!("is neither UTF-8 nor Windows-1252 (line {line}): save it as UTF-8")),
    }
}

#[cfg(test)]
mod tests {
    use super::{Encoding, decode};

    fn decoded(bytes: &[u8]) -> Result<(String, Encoding), String> {
        decode(bytes)
    }

    #[test]
    fn the_exports_of_excel_are_read() {
        let of = |text: &str, encoding| Ok((text.to_owned(), encoding));
        assert_eq!(decoded("é,価".as_bytes()), of("é,価", Encoding::Utf8));
        assert_eq!(decoded(b"\xef\xbb\xbfa"), of("a", Encoding::Utf8));
        assert_eq!(decoded(b"\xff\xfea\x00\xe9\x00\x3d\xd8\x80\xde"), of("aé🚀", Encoding::Utf16));
        assert_eq!(decoded(b"\xfe\xff\x00a\x00\xe9"), of("aé", Encoding::Utf16));
        assert_eq!(decoded(b"Pr\xfcfung \x80 \x96 \x93x\x94"), of("Prüfung € – “x”", Encoding::Windows1252));
    }

    #[test]
    fn what_is_broken_is_refused_instead_of_misread() {
        for (bytes, words) in [
            (&b"ok\n\xc3\xa9 and \xe9"[..], "UTF-8 up to line 2"),
            (b"a\n\n\x81", "neither UTF-8 nor Windows-1252 (line 3)"),
            (b"PK\x03\x04\x14\0", "a workbook"),
            (b"\xff\xfea", "begins as UTF-16"),
            (b"\xff\xfe\x00\xd8", "begins as UTF-16"),
        ] {
            let error = decoded(bytes).expect_err("it is broken");
            assert!(error.contains(words), "{error}");
        }
    }
}
