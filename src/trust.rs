//! What the signatures in a plan are worth, by the keys that the policy lists.

use std::collections::BTreeMap;

use crate::address::Address;
use crate::allowed_signers::{AllowedSigners, Listing};
use crate::facts::{Signature, Trust};
use crate::plan::PlanFile;
use crate::plan::sign_off::SignOff;
use crate::seal::{NAMESPACE, statement};
use crate::ssh::{self, Fault};
use crate::text;

/// What each signature of a plan is worth, by the address of its sign-off. Without `signers` the
/// policy names no file that lists keys.
pub fn signatures(file: &PlanFile, signers: Option<&AllowedSigners>) -> BTreeMap<Address, Trust> {
    let mut found = BTreeMap::new();
    for (stage, known) in file.plan.stages.iter() {
        for sign_off in known.sign_offs.iter().filter(|sign_off| sign_off.signature.is_some()) {
            let signature = signature(file, stage, sign_off, signers);
            found.insert(sign_off.at.clone(), Trust { signature, ..Trust::default() });
        }
    }
    found
}

fn signature(
    file: &PlanFile,
    stage: &str,
    sign_off: &SignOff,
    signers: Option<&AllowedSigners>,
) -> Signature {
    let Some(text) = &sign_off.signature else { return Signature::None };
    let signature = match ssh::Signature::parse(text) {
        Ok(signature) => signature,
        Err(wrong) => return Signature::Bad(wrong),
    };
    let Some(digest) = &sign_off.digest else {
        return Signature::Bad("is for nothing: the sign-off has no digest".to_owned());
    };
    let (Some(by), Some(date)) = (sign_off.by.text(), sign_off.date.get()) else {
        return Signature::Bad("is nobody's: the sign-off does not say who and when".to_owned());
    };
    let Some(record) = file.root.at(sign_off.at.as_str()) else { return Signature::None };
    let launch = file.plan.launch.text().unwrap_or_default();
    match signature.verify(NAMESPACE, statement(launch, stage, record, digest).as_bytes()) {
        Ok(()) => {}
        Err(Fault::Bad) => {
            return Signature::Bad(
                "is not one of this sign-off: it was made over something else, or changed".to_owned(),
            );
        }
        Err(Fault::Namespace(other)) => {
            return Signature::Bad(format!("was made for `{other}`, not for a launch"));
        }
        Err(Fault::NotChecked(why)) => return Signature::NotChecked(why),
    }
    let key = signature.fingerprint();
    let Some(signers) = signers else {
        return Signature::NotChecked("the policy names no `allowed_signers`".to_owned());
    };
    match signers.who(signature.key(), by, NAMESPACE, date) {
        Listing::Valid { .. } => Signature::Good { key },
        Listing::Unlisted => Signature::UnknownSigner { key },
        Listing::Authority { .. } => Signature::NotChecked(
            "only a certificate could vouch for its key, and certificates are not read".to_owned(),
        ),
        Listing::Others(names) => {
            Signature::Bad(format!("was made with a key of {}, not of {by}", text::few(&names, "and")))
        }
        Listing::TooEarly { from, .. } => {
            Signature::Bad(format!("was made with a key that is {by}'s only from {} on", from.date()))
        }
        Listing::TooLate { until, .. } => {
            Signature::Bad(format!("was made with a key that was {by}'s only until {}", until.date()))
        }
        Listing::OtherNamespace { namespaces, .. } => Signature::Bad(format!(
            "was made with a key that {by} may use only for {}",
            text::list(&namespaces, "and")
        )),
    }
}
