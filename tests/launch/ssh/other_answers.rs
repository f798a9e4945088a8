//! Where we answer otherwise than `ssh-keygen`, each with its reason. Where it accepts and we do not,
//! a slip in the file opens no gate; where only we accept, everybody's machine answers alike.

use launch::allowed_signers::{AllowedSigners, Listing};
use launch::moment;
use launch::source::Source;
use launch::ssh::Signature;

use super::signers::{filled, keys};
use super::workshop::Workshop;
use super::{MESSAGE, NAMESPACE};

/// The file, whether we accept `omar@x` on 2026-06-15 at noon, UTC, whether `ssh-keygen` in New York
/// does, and why it differs.
const DIFFERENCES: &[(&str, bool, bool, &str)] = &[
    ("omar@x valid-after=\"202606151100\" {A}", true, false, "no Z is UTC, not the zone of the machine"),
    ("omar@x valid-before=\"202606151100\" {A}", false, true, "no Z is UTC, not the zone of the machine"),
    ("\u{feff}omar@x {A}", true, false, "a byte-order mark is no part of a name"),
    ("omar@x valid-after=\"20260231Z\" {A}", false, true, "there is no 31 February"),
    ("omar@x valid-after=\"20260101235960Z\" {A}", false, true, "there is no such second"),
    ("omar@x ,namespaces=\"*\" {A}", false, true, "an option is missing before the comma"),
    ("omar@x namespaces=\"*\",,valid-after=\"20260101Z\" {A}", false, true, "an option is missing between"),
    ("omar\"@x\" {A}", false, true, "a quote in the middle of a name"),
    ("\"omar@x\"{A}", false, true, "nothing between the names and the key"),
];

#[test]
fn where_we_answer_otherwise_is_written_down() {
    let Some(workshop) = Workshop::open() else { return };
    let keys = keys(&workshop);
    let text = workshop.must("ssh-keygen", &["-q", "-Y", "sign", "-n", NAMESPACE, "-f", "A"], MESSAGE);
    let signature = Signature::parse(&text).expect("a signature");
    let sig = workshop.write("sig", &text);
    for (written, we_do, they_do, why) in DIFFERENCES {
        let file = filled(written, &keys);
        let (signers, problems) = AllowedSigners::read(&Source::new("signers", file.as_str()));
        let noon = moment::parse("2026-06-15T12:00:00Z").expect("an instant");
        let ours = signers.who(signature.key(), "omar@x", NAMESPACE, &noon);
        assert_eq!(matches!(ours, Listing::Valid { .. }), *we_do, "ours: {written:?}: {why}: {ours:?}");
        let is_said = !problems.is_empty() || written.contains("11");
        assert!(*we_do || is_said, "{written:?} is refused and nobody is told");
        let path = workshop.write("signers", &file);
        let (path, sig) = (path.to_string_lossy(), sig.to_string_lossy());
        let time = "verify-time=20260615120000Z";
        let args = ["-Y", "verify", "-O", time, "-f", &path, "-I", "omar@x", "-n", NAMESPACE, "-s", &sig];
        let theirs = workshop.run_with("ssh-keygen", &args, MESSAGE, &[("TZ", "EST5EDT")]);
        assert_eq!(theirs.code == 0, *they_do, "theirs: {written:?}: {why}: {}", theirs.err);
    }
}
