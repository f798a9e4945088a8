//! Why a signature does not count: all that speaks against it.

use crate::plan::sign_off::SignOff;

/// The rule that tells of a no.
pub const DECLINED: &str = "declined-sign-off";
/// The rule that tells of a stage without all its signatures.
pub const MISSING: &str = "missing-sign-off";
/// The rule that tells of a sign-off whose content has changed.
pub const STALE: &str = "stale-sign-off";
/// The rule that tells of somebody who may not sign.
pub const UNENTITLED: &str = "unentitled-signer";
/// The rule that tells of a signature that does not stand.
pub(super) const BAD_SIGNATURE: &str = "bad-signature";
/// The rule that tells of what only holds the place of an answer.
pub const PLACEHOLDER: &str = "placeholder";
/// The rules whose findings say that a stage has not signed: nobody has, somebody said no, or it has to again.
pub const NOT_SIGNED: [&str; 3] = [MISSING, DECLINED, STALE];

/// Why a signature does not count.
#[derive(Clone, Debug)]
pub struct Objection<'a> {
    /// The signature.
    pub sign_off: &'a SignOff,
    /// What kind of fault it is.
    pub fault: Fault,
    /// What speaks against it: after the signer's name, or after "its signature".
    pub why: String,
}

/// The faults for which a signature does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Whoever signed may not.
    Unentitled,
    /// Its signature does not stand.
    BadSignature,
    /// What it covers has changed since.
    Stale,
}

impl Objection<'_> {
    /// Why the signature does not count, as a sentence.
    pub fn told(&self) -> String {
        match self.fault {
            Fault::Unentitled => format!("{} {}", self.sign_off.by.text().unwrap_or("nobody"), self.why),
            Fault::BadSignature => format!("the signature {}", self.why),
            Fault::Stale => self.why.clone(),
        }
    }
}

impl Fault {
    /// The rule that tells it.
    pub fn rule(self) -> &'static str {
        match self {
            Fault::Unentitled => UNENTITLED,
            Fault::BadSignature => BAD_SIGNATURE,
            Fault::Stale => STALE,
        }
    }
}
