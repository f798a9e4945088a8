//! Public keys: one line of text, one fingerprint.

use base64ct::{Base64, Base64Unpadded, Encoding as _};
use ssh_key::PublicKey;
use ssh_key::public::KeyData;
use ssh_key::sha2::{Digest as _, Sha256};

use super::LIMIT;
use super::wire::Wire;

/// How the kinds of certificates end.
const CERTIFICATE: &str = "-cert-v01@openssh.com";

/// A public key, or a certificate that holds one. Two are equal when they are the same key: a key has
/// one binary form, and any other is refused.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    kind: String,
    blob: Vec<u8>,
}

impl Key {
    /// The kinds of keys whose signatures are verified, as OpenSSH names them.
    pub const KINDS: [&str; 7] = [
        "ssh-ed25519",
        "ecdsa-sha2-nistp256",
        "ecdsa-sha2-nistp384",
        "ecdsa-sha2-nistp521",
        "ssh-rsa",
        "sk-ssh-ed25519@openssh.com",
        "sk-ecdsa-sha2-nistp256@openssh.com",
    ];

    /// Reads a key as OpenSSH writes it: its kind, its Base64, and perhaps a comment.
    ///
    /// # Errors
    /// What is wrong with it, to follow "the key".
    pub fn parse(line: &str) -> Result<Key, String> {
        let mut words = line.split([' ', '\t', '\r', '\n']).filter(|word| !word.is_empty());
        let (Some(kind), Some(code)) = (words.next(), words.next()) else {
            return Err("is not written as OpenSSH does: its kind, a space, its Base64".to_owned());
        };
        if code.len() > LIMIT {
            return Err(format!("is longer than {} KiB", LIMIT / 1024));
        }
        let blob = Base64::decode_vec(code).map_err(|_| "is cut off or mistyped: no Base64".to_owned())?;
        let key = Key::read(&blob)?;
        if key.kind != kind {
            return Err(format!("says that it is `{kind}` and is `{}`", key.kind));
        }
        Ok(key)
    }

    /// Reads the binary form. A key of a kind that is not verified is taken as it is: it can be named.
    pub(super) fn read(blob: &[u8]) -> Result<Key, String> {
        let broken = || "is cut off or damaged".to_owned();
        let kind = Wire(blob).text().ok_or_else(broken)?;
        if kind.is_empty() || kind.len() > 64 || !kind.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(broken());
        }
        if Key::KINDS.contains(&kind) && !is_canonical(blob) {
            return Err(broken());
        }
        Ok(Key { kind: kind.to_owned(), blob: blob.to_vec() })
    }

    /// The kind, as OpenSSH names it: `ssh-ed25519`.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// Whether it is a certificate, which somebody else vouches for. Certificates are not read.
    pub fn is_certificate(&self) -> bool {
        self.kind.ends_with(CERTIFICATE)
    }

    /// `SHA256:…`, as `ssh-keygen -l` prints it: of a certificate, that of the key in it.
    pub fn fingerprint(&self) -> String {
        let certified = certified(&self.kind, &self.blob);
        let blob = certified.as_deref().unwrap_or(&self.blob);
        format!("SHA256:{}", Base64Unpadded::encode_string(&Sha256::digest(blob)))
    }

    /// The line that [`Key::parse`] reads, without a comment.
    pub fn line(&self) -> String {
        format!("{} {}", self.kind, Base64::encode_string(&self.blob))
    }

    /// Why signatures of this key are not checked, if they are not.
    pub(super) fn unchecked(&self) -> Option<String> {
        if self.is_certificate() {
            return Some("it was made with a certificate, and certificates are not read".to_owned());
        }
        if !Key::KINDS.contains(&self.kind.as_str()) {
            return Some(format!("keys of the kind `{}` are not supported", self.kind));
        }
        let bytes = self.modulus_bytes().unwrap_or(256);
        let is_small = (bytes < 256).then(|| "an RSA key of less than 2048 bits is too weak".to_owned());
        is_small
            .or_else(|| (bytes > 512).then(|| "RSA keys of more than 4096 bits are not supported".to_owned()))
    }

    /// The length of an RSA key, and so of its signatures.
    pub(super) fn modulus_bytes(&self) -> Option<usize> {
        let public = (self.kind == "ssh-rsa").then(|| self.public())??;
        Some(public.key_data().rsa()?.n.as_positive_bytes()?.len())
    }

    /// The key as the SSH crate has it.
    pub(super) fn public(&self) -> Option<PublicKey> {
        PublicKey::from_bytes(&self.blob).ok()
    }
}

/// The key in a certificate, as its owner has it: the kind without its ending, and the key's own fields,
/// which stand behind a random text.
fn certified(kind: &str, blob: &[u8]) -> Option<Vec<u8>> {
    let plain = kind.strip_suffix(CERTIFICATE)?;
    let plain = if plain.starts_with("sk-") { format!("{plain}@openssh.com") } else { plain.to_owned() };
    let fields = match plain.as_str() {
        "ssh-ed25519" => 1,
        "sk-ecdsa-sha2-nistp256@openssh.com" => 3,
        "ssh-dss" => 4,
        _ => 2,
    };
    let mut wire = Wire(blob);
    wire.bytes()?;
    wire.bytes()?;
    let mut key = u32::try_from(plain.len()).ok()?.to_be_bytes().to_vec();
    key.extend_from_slice(plain.as_bytes());
    for _ in 0..fields {
        let field = wire.bytes()?;
        key.extend_from_slice(&u32::try_from(field.len()).ok()?.to_be_bytes());
        key.extend_from_slice(field);
    }
    Some(key)
}

/// Whether these bytes are the one form of a key that they hold, with points written out as OpenSSH
/// wants them.
fn is_canonical(blob: &[u8]) -> bool {
    let Ok(key) = PublicKey::from_bytes(blob) else {
        return false;
    };
    let point = match key.key_data() {
        KeyData::Ecdsa(key) => Some(key.as_sec1_bytes()),
        KeyData::SkEcdsaSha2NistP256(key) => Some(key.ec_point().as_bytes()),
        _ => None,
    };
    let uncompressed = point.is_none_or(|point| point.first() == Some(&4));
    uncompressed && key.to_bytes().is_ok_and(|bytes| bytes == blob)
}
