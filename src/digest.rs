//! SHA-256 digests, and the one text of a JSON value that they are taken of (RFC 8785).

use std::sync::{Arc, OnceLock};

use serde::Serialize;
use sha2::{Digest as _, Sha256};

/// How a digest begins.
const PREFIX: &str = "sha256:";

/// The digest of some bytes, in lower-case hexadecimal digits: `sha256:…`.
pub fn digest(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |half: u8| DIGITS.get(usize::from(half)).map_or('0', |digit| char::from(*digit));
    let hash = Sha256::digest(bytes);
    PREFIX.chars().chain(hash.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])).collect()
}

/// The digest of some texts, over their list in RFC 8785 JSON. It is taken when it is first asked for, which
/// most checks never do.
#[derive(Clone, Debug, Default)]
pub struct TextsDigest(Arc<(Vec<String>, OnceLock<String>)>);

impl TextsDigest {
    /// That of these texts.
    pub fn of(texts: Vec<String>) -> TextsDigest {
        TextsDigest(Arc::new((texts, OnceLock::new())))
    }

    /// The digest.
    pub fn get(&self) -> &str {
        let (texts, taken) = &*self.0;
        taken.get_or_init(|| digest(canonical(texts).as_bytes()))
    }
}

/// Whether a text has the form of a digest.
pub fn is_digest(text: &str) -> bool {
    let hex = text.strip_prefix(PREFIX).unwrap_or_default();
    hex.len() == 64 && hex.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// A digest as people compare it: its begin.
pub fn short(digest: &str) -> &str {
    digest.get(..PREFIX.len() + 12).unwrap_or(digest)
}

/// The canonical text of a value (RFC 8785).
pub fn canonical(value: &impl Serialize) -> String {
    serde_json_canonicalizer::to_string(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{canonical, digest, is_digest};

    #[test]
    fn digests_are_those_of_the_standard() {
        let of_abc = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(digest(b"abc"), of_abc);
        assert!(is_digest(of_abc) && !is_digest(&of_abc.to_uppercase()) && !is_digest("sha256:ba78"));
    }

    #[test]
    fn keys_are_in_the_order_of_their_utf_16_units() {
        let value = serde_json::json!({"\u{e000}": "1", "\u{1f600}": "2", "b": "\u{1b}é\"", "a": []});
        let text = "{\"a\":[],\"b\":\"\\u001bé\\\"\",\"\u{1f600}\":\"2\",\"\u{e000}\":\"1\"}";
        assert_eq!(canonical(&value), text);
    }
}
