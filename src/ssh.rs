//! SSH keys and signatures, the only place that names the SSH crate: reads what `ssh-keygen -Y sign`
//! writes, and verifies it without a process.
//!
//! The outer form is read here, byte by byte and strictly, because the crate takes lengths that do not
//! add up; the crate decodes keys and does the arithmetic.
//!
//! **RSA.** The crate's `rsa` has an advisory without a patch, RUSTSEC-2023-0071 ("Marvin"): the time
//! that an operation with a *private* key takes tells something about that key. Nothing here holds a
//! private key. Verification works on the public key, the signature and the text, all known to whoever
//! could measure it, so there is nothing to learn. Signing is `ssh-keygen`'s (see `keygen`), which is also
//! why the crate's own signing, wrong for RSA in 0.6.7, is never called.

mod key;
#[cfg(test)]
mod tests;
mod wire;

use base64ct::{Base64, Encoding as _};
use ssh_key::{Algorithm, HashAlg, SshSig};

pub use self::key::Key;
use self::wire::Wire;

/// The longest signature or key that is read, in bytes of text. One of an RSA key of 16384 bits has 6 KB.
pub const LIMIT: usize = 16 * 1024;

const BEGIN: &str = "-----BEGIN SSH SIGNATURE-----";
const END: &str = "-----END SSH SIGNATURE-----";

/// What stands before everything that is signed, so that no signature of another protocol fits.
const MAGIC: &[u8] = b"SSHSIG";

/// A FIDO authenticator adds one byte of flags and a counter of four. That somebody touched it, which one of
/// the flags says, is not demanded, as `ssh-keygen -Y verify` does not.
const FIDO_TRAILER: usize = 5;

/// Why a signature does not vouch for a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is not a signature of this text by the key that it names.
    Bad,
    /// It was made for another purpose: the namespace it names.
    Namespace(String),
    /// It cannot be told, and neither good nor bad: why, to follow "not checked:".
    NotChecked(String),
}

/// A signature as `ssh-keygen -Y sign` writes it, with the key that it says it was made with.
///
/// Several texts can be signatures of one text by one key; whoever compares signatures compares what
/// they vouch for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    key: Key,
    namespace: String,
    hash: String,
    algorithm: String,
    /// The signature proper, in the form that the algorithm gives it.
    data: Vec<u8>,
    /// What an authenticator added.
    trailer: Vec<u8>,
}

impl Signature {
    /// Reads the armoured text. How it is broken into lines, and blanks round them, make no difference: YAML
    /// indents and folds.
    ///
    /// # Errors
    /// What is wrong with it, to follow "the signature".
    pub fn parse(text: &str) -> Result<Signature, String> {
        if text.len() > LIMIT {
            return Err(format!("is longer than {} KiB", LIMIT / 1024));
        }
        let body = text.trim().strip_prefix(BEGIN).and_then(|rest| rest.strip_suffix(END));
        let body = body.ok_or_else(|| format!("does not begin with `{BEGIN}` and end with `{END}`"))?;
        let code: String = body.chars().filter(|c| !c.is_whitespace()).collect();
        let bytes = Base64::decode_vec(&code).map_err(|_| "is cut off or mistyped: no Base64".to_owned())?;
        Signature::read(&bytes)
    }

    fn read(bytes: &[u8]) -> Result<Signature, String> {
        let broken = || "is cut off or damaged".to_owned();
        let mut wire = Wire(bytes);
        if wire.take(MAGIC.len()) != Some(MAGIC) {
            return Err(broken());
        }
        match wire.number() {
            Some(1) => {}
            Some(version) => return Err(format!("is of version {version}; version 1 is read")),
            None => return Err(broken()),
        }
        let key = wire.bytes().ok_or_else(broken)?;
        let key = Key::read(key).map_err(|wrong| format!("names a key that {wrong}"))?;
        let namespace = wire.text().filter(|namespace| !namespace.is_empty()).ok_or_else(broken)?;
        if wire.bytes().is_none_or(|reserved| !reserved.is_empty()) {
            return Err(broken());
        }
        let hash = wire.text().ok_or_else(broken)?;
        let mut inner = Wire(wire.bytes().filter(|_| wire.0.is_empty()).ok_or_else(broken)?);
        let algorithm = inner.text().ok_or_else(broken)?;
        let data = inner.bytes().ok_or_else(broken)?;
        Ok(Signature {
            key,
            namespace: namespace.to_owned(),
            hash: hash.to_owned(),
            algorithm: algorithm.to_owned(),
            data: data.to_vec(),
            trailer: inner.0.to_vec(),
        })
    }

    /// The key that it says it was made with: whose that is, the allowed signers tell.
    pub fn key(&self) -> &Key {
        &self.key
    }

    /// `SHA256:…`, as `ssh-keygen -l` prints it.
    pub fn fingerprint(&self) -> String {
        self.key.fingerprint()
    }

    /// What it was made for.
    pub fn namespace(&self) -> &str {
        &self.namespace
    }

    fn is_fido(&self) -> bool {
        self.key.kind().starts_with("sk-")
    }

    /// Whether its key signed this text for this purpose.
    ///
    /// # Errors
    /// Why it does not vouch for it.
    pub fn verify(&self, namespace: &str, message: &[u8]) -> Result<(), Fault> {
        if self.namespace != namespace {
            return Err(Fault::Namespace(self.namespace.clone()));
        }
        if let Some(why) = self.key.unchecked().or_else(|| self.unchecked()) {
            return Err(Fault::NotChecked(why));
        }
        self.holds(message).filter(|holds| *holds).map(|_| ()).ok_or(Fault::Bad)
    }

    /// Why a signature of a key that is supported is not checked, if it is not.
    fn unchecked(&self) -> Option<String> {
        if !matches!(self.hash.as_str(), "sha256" | "sha512") {
            return Some(format!(
                "its text was hashed with `{}`; sha256 and sha512 are supported",
                self.hash
            ));
        }
        match (self.key.kind(), self.algorithm.as_str()) {
            ("ssh-rsa", "ssh-rsa") => {
                Some("it was made with SHA-1, which proves nothing any more".to_owned())
            }
            (_, algorithm) if self.is_fido() && algorithm.starts_with("webauthn-") => {
                Some("signatures that a web browser asked for are not supported".to_owned())
            }
            _ => None,
        }
    }

    /// Whether the arithmetic holds; none where it cannot.
    fn holds(&self, message: &[u8]) -> Option<bool> {
        let fits = match self.key.kind() {
            "ssh-rsa" => matches!(self.algorithm.as_str(), "rsa-sha2-256" | "rsa-sha2-512"),
            kind => self.algorithm == kind,
        };
        let trailer = if self.is_fido() { FIDO_TRAILER } else { 0 };
        if !fits || self.trailer.len() != trailer {
            return Some(false);
        }
        let public = self.key.public()?;
        let hash = if self.hash == "sha256" { HashAlg::Sha256 } else { HashAlg::Sha512 };
        let algorithm = Algorithm::new(&self.algorithm).ok()?;
        let signature = ssh_key::Signature::new(algorithm, self.padded()).ok()?;
        let whole = SshSig::new(public.key_data().clone(), self.namespace.as_str(), hash, signature).ok()?;
        Some(public.verify(&self.namespace, message, &whole).is_ok())
    }

    /// The signature as the crate wants it: with what the authenticator added, and of RSA with the zeros that
    /// some signers leave out and OpenSSH does not miss.
    fn padded(&self) -> Vec<u8> {
        let zeros = self.key.modulus_bytes().map_or(0, |bytes| bytes.saturating_sub(self.data.len()));
        [vec![0; zeros].as_slice(), &self.data, &self.trailer].concat()
    }
}
