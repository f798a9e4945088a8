//! The key that somebody signs with: the one they name, or one of theirs that the policy lists.

use std::cell::RefCell;
use std::path::PathBuf;

use crate::allowed_signers::{AllowedSigners, Listing};
use crate::amend::Who;
use crate::error::Error;
use crate::keygen::OpenSsh;
use crate::moment;
use crate::seal::NAMESPACE;
use crate::ssh::Signature;

/// Where keys are looked for.
pub struct Keys {
    openssh: OpenSsh,
    /// The key file that was named.
    file: Option<PathBuf>,
    /// What was signed last, with its signature: a plan that changed elsewhere is not signed twice.
    last: RefCell<Option<(String, Signed)>>,
}

/// An armored signature, and the fingerprint of its key.
pub(super) type Signed = (String, String);

impl Keys {
    /// The key of a file, or, without one, those of the ssh-agent.
    pub fn new(file: Option<PathBuf>) -> Keys {
        Keys { openssh: OpenSsh::of_process(), file, last: RefCell::default() }
    }

    /// Signs a text: with the key that was named, else with the first of the agent's that is listed as this
    /// person's, else not.
    pub(super) fn sign(
        &self,
        text: &str,
        who: &Who,
        signers: Option<&AllowedSigners>,
    ) -> Result<Option<Signed>, Error> {
        if let Some((known, signed)) = &*self.last.borrow()
            && known == text
        {
            return Ok(Some(signed.clone()));
        }
        let armored = match &self.file {
            Some(file) => Some(self.openssh.sign(file, NAMESPACE, text.as_bytes())?),
            None => self.with_agent(text, who, signers)?,
        };
        let Some(armored) = armored else { return Ok(None) };
        let key = Signature::parse(&armored).map(|signature| signature.fingerprint());
        let signed = (armored, key.map_err(|wrong| Error::new(format!("the signature {wrong}")))?);
        *self.last.borrow_mut() = Some((text.to_owned(), signed.clone()));
        Ok(Some(signed))
    }

    fn with_agent(
        &self,
        text: &str,
        who: &Who,
        signers: Option<&AllowedSigners>,
    ) -> Result<Option<String>, Error> {
        let (Some(signers), Ok(on)) = (signers, moment::parse(&who.date)) else { return Ok(None) };
        let Ok(held) = self.openssh.agent_keys() else { return Ok(None) };
        let is_theirs = |key| matches!(signers.who(key, &who.by, NAMESPACE, &on), Listing::Valid { .. });
        match held.iter().find(|held| is_theirs(held)) {
            Some(held) => self.openssh.sign_with_agent(held, NAMESPACE, text.as_bytes()).map(Some),
            None => Ok(None),
        }
    }
}
