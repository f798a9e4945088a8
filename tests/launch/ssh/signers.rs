//! `allowed_signers`: our answer and that of `ssh-keygen -Y verify`, line by line.

use std::collections::HashMap;

use launch::allowed_signers::{AllowedSigners, Listing};
use launch::moment;
use launch::source::Source;
use launch::ssh::Signature;

use super::workshop::Workshop;
use super::{MESSAGE, NAMESPACE};

/// The file (`A`, `B` and `E` between braces are keys; `A` signed), the person, the instant, and whether
/// the person may sign.
type Row = (&'static str, &'static str, &'static str, bool);

const NOON: &str = "2026-06-15T12:00:00Z";

const PRINCIPALS: &[Row] = &[
    ("omar@x {A}", "omar@x", NOON, true),
    ("omar@x {A} a comment, \"quoted", "omar@x", NOON, true),
    ("omar@x {E}", "omar@x", NOON, false),
    ("omar@x {B}\nomar@x {A}", "omar@x", NOON, true),
    ("omar@x {B}\nfay@x {A}", "omar@x", NOON, false),
    ("omar@x {A}", "Omar@x", NOON, false),
    ("OMAR@X {A}", "omar@x", NOON, false),
    ("fay@x,omar@x {A}", "omar@x", NOON, true),
    ("fay@x,omar@x {A}", "fay@x,omar@x", NOON, false),
    ("fay@x, omar@x {A}", "omar@x", NOON, false),
    ("fay@x,,omar@x, {A}", "omar@x", NOON, true),
    (",omar@x {A}", "omar@x", NOON, true),
    ("*@x {A}", "omar@x", NOON, true),
    ("*@x {A}", "omar@xx", NOON, false),
    ("* {A}", "anybody at all", NOON, true),
    ("*mar* {A}", "omar@x", NOON, true),
    ("o*r@? {A}", "omar@x", NOON, true),
    ("o**r@* {A}", "omar@x", NOON, true),
    ("*a*b*c {A}", "aXbXbXc", NOON, true),
    ("*a*b*c {A}", "aXbXbXcd", NOON, false),
    ("????@x {A}", "omar@x", NOON, true),
    ("???@x {A}", "omar@x", NOON, false),
    ("????? {A}", "\u{e9}\u{e9}x", NOON, true),
    ("??? {A}", "\u{e9}\u{e9}x", NOON, false),
    ("[o]mar@x {A}", "omar@x", NOON, false),
    ("omar\\@x {A}", "omar@x", NOON, false),
    ("!omar@x,*@x {A}", "omar@x", NOON, false),
    ("*@x,!omar@x {A}", "omar@x", NOON, false),
    ("*@x,!omar@x {A}", "fay@x", NOON, true),
    ("!omar@x {A}", "fay@x", NOON, false),
    ("*@x,!o* {A}\nomar@x {A}", "omar@x", NOON, true),
    ("*,!*@y,!*@z {A}", "omar@z", NOON, false),
    ("!!omar@x,* {A}", "omar@x", NOON, true),
    ("\"omar@x\" {A}", "omar@x", NOON, true),
    ("\"fay@x,omar@x\" {A}", "omar@x", NOON, true),
    ("\"Omar R <omar@x>,fay@x\" {A}", "Omar R <omar@x>", NOON, true),
    ("\"omar @x\"\t{A}", "omar @x", NOON, true),
    ("\"omar@x {A}", "omar@x", NOON, false),
    ("omar@x", "omar@x", NOON, false),
    ("omar@x ", "omar@x", NOON, false),
    ("{A}", "omar@x", NOON, false),
    (" \tomar@x\t  {A}  ", "omar@x", NOON, true),
    ("# omar@x {A}", "omar@x", NOON, false),
    ("  # a comment\n\n \t\nomar@x {A}", "omar@x", NOON, true),
    ("#c\r\nomar@x {A}\r\n", "omar@x", NOON, true),
    ("omar@x {A}\r\n\r\n", "omar@x", NOON, true),
    ("# a comment\romar@x {A}\n", "omar@x", NOON, false),
    ("omar@x nonsense\nomar@x {A}", "omar@x", NOON, true),
    ("omar@x ssh-ed25519 AAAA\nomar@x {A}", "omar@x", NOON, true),
    ("omar@x ssh-ed25519 AAAA", "omar@x", NOON, false),
    ("omar@x ssh-ed25519", "omar@x", NOON, false),
];

const OPTIONS: &[Row] = &[
    ("omar@x namespaces=\"launch-sign-off\" {A}", "omar@x", NOON, true),
    ("omar@x NameSpaces=\"launch-sign-off\" {A}", "omar@x", NOON, true),
    ("omar@x namespaces=\"Launch-sign-off\" {A}", "omar@x", NOON, false),
    ("omar@x namespaces=\"git\" {A}", "omar@x", NOON, false),
    ("omar@x namespaces=\"git,launch-*\" {A}", "omar@x", NOON, true),
    ("omar@x namespaces=\"*,!launch-*\" {A}", "omar@x", NOON, false),
    ("omar@x namespaces=\"\" {A}", "omar@x", NOON, false),
    ("omar@x namespaces=\"a b, launch-sign-off\" {A}", "omar@x", NOON, false),
    ("omar@x namespaces=\"a b,launch-sign-off\" {A}", "omar@x", NOON, true),
    ("omar@x namespaces=\"\\\"q,launch-sign-off\" {A}", "omar@x", NOON, true),
    ("omar@x namespaces=\"\\\\\"q,launch-sign-off\" {A}", "omar@x", NOON, true),
    ("omar@x namespaces=launch-sign-off {A}", "omar@x", NOON, false),
    ("omar@x namespaces {A}", "omar@x", NOON, false),
    ("omar@x namespaces=\"launch-sign-off {A}", "omar@x", NOON, false),
    ("omar@x namespaces=\"launch-sign-off\",namespaces=\"git\" {A}", "omar@x", NOON, false),
    ("omar@x namespaces=\"launch-sign-off\", {A}", "omar@x", NOON, false),
    ("omar@x namespaces=\"launch-sign-off\" , {A}", "omar@x", NOON, false),
    ("omar@x namespaces=\"launch-sign-off\"x {A}", "omar@x", NOON, false),
    ("omar@x namespace=\"launch-sign-off\" {A}", "omar@x", NOON, false),
    ("omar@x no-touch-required {A}", "omar@x", NOON, false),
    ("omar@x namespaces=\"git\" {A}\nomar@x {A}", "omar@x", NOON, true),
    ("omar@x cert-authority {A}", "omar@x", NOON, false),
    ("omar@x cert-authority {A}\nomar@x {A}", "omar@x", NOON, true),
    ("omar@x cert-authority=\"x\" {A}", "omar@x", NOON, false),
    ("omar@x CERT-AUTHORITY,namespaces=\"*\" {A}", "omar@x", NOON, false),
    ("omar@x valid-after=\"20260615Z\" {A}", "omar@x", "2026-06-15T00:00:00Z", true),
    ("omar@x valid-after=\"20260615Z\" {A}", "omar@x", "2026-06-14T23:59:59Z", false),
    ("omar@x valid-before=\"20260615Z\" {A}", "omar@x", "2026-06-15T00:00:00Z", true),
    ("omar@x valid-before=\"20260615Z\" {A}", "omar@x", "2026-06-15T00:00:01Z", false),
    ("omar@x valid-after=\"20260615\" {A}", "omar@x", "2026-06-15T00:00:00Z", true),
    ("omar@x valid-after=\"202606151200Z\" {A}", "omar@x", "2026-06-15T11:59:59Z", false),
    ("omar@x valid-after=\"202606151200z\" {A}", "omar@x", "2026-06-15T12:00:00Z", true),
    ("omar@x valid-before=\"20260615120030\" {A}", "omar@x", "2026-06-15T12:00:30Z", true),
    ("omar@x valid-before=\"20260615120030Z\" {A}", "omar@x", "2026-06-15T14:00:31+02:00", false),
    ("omar@x VALID-BEFORE=\"20990101UTC\" {A}", "omar@x", NOON, true),
    ("omar@x valid-after=\"20260101Z\",valid-before=\"20261231Z\" {A}", "omar@x", NOON, true),
    (
        "omar@x valid-before=\"20261231Z\",valid-after=\"20260101Z\" {A}",
        "omar@x",
        "2027-01-01T00:00:00Z",
        false,
    ),
    ("omar@x valid-after=\"20261231Z\",valid-before=\"20260101Z\" {A}", "omar@x", NOON, false),
    (
        "omar@x valid-after=\"20260101Z\",valid-before=\"20260101Z\" {A}",
        "omar@x",
        "2026-01-01T00:00:00Z",
        false,
    ),
    ("omar@x valid-after=\"20260101Z\",valid-after=\"20260102Z\" {A}", "omar@x", NOON, false),
    ("omar@x valid-after=\"2026-01-01\" {A}", "omar@x", NOON, false),
    ("omar@x valid-after=\"2026010112\" {A}", "omar@x", NOON, false),
    ("omar@x valid-after=\"20261301Z\" {A}", "omar@x", NOON, false),
    ("omar@x valid-after=\"202601012500Z\" {A}", "omar@x", NOON, false),
    ("omar@x valid-after=\"19700101Z\" {A}", "omar@x", NOON, false),
    ("omar@x valid-after=\"19600101Z\" {A}", "omar@x", NOON, false),
    ("omar@x valid-after=\"\" {A}", "omar@x", NOON, false),
    ("omar@x valid-after=20260101Z {A}", "omar@x", NOON, false),
    ("omar@x valid-before=\"20250101Z\" {A}\nomar@x valid-after=\"20260101Z\" {A}", "omar@x", NOON, true),
    (
        "omar@x valid-before=\"20250101Z\" {A}\nomar@x valid-after=\"20260101Z\" {A}",
        "omar@x",
        "2025-06-15T12:00:00Z",
        false,
    ),
    ("fay@x valid-before=\"20250101Z\" {A}\nomar@x {A}", "omar@x", NOON, true),
    ("omar@x frobnicate=\"x\",valid-after=\"20260101Z\" {A}", "omar@x", NOON, false),
];

#[test]
fn the_same_people_may_sign() {
    let Some(workshop) = Workshop::open() else { return };
    let keys = keys(&workshop);
    let sign = ["-q", "-Y", "sign", "-n", NAMESPACE, "-f", "A"];
    let text = workshop.must("ssh-keygen", &sign, MESSAGE);
    let signature = Signature::parse(&text).expect("a signature");
    for (written, principal, on, may) in PRINCIPALS.iter().chain(OPTIONS) {
        let file = filled(written, &keys);
        let (signers, _) = AllowedSigners::read(&Source::new("signers", file.as_str()));
        let moment = moment::parse(on).expect("an instant");
        let ours = signers.who(signature.key(), principal, NAMESPACE, &moment);
        assert_eq!(
            matches!(ours, Listing::Valid { .. }),
            *may,
            "ours: {written:?} {principal} {on}: {ours:?}"
        );
        let path = workshop.write("signers", &file);
        let instant = moment.instant.expect("an instant");
        let time = format!("verify-time={}", instant.strftime("%Y%m%d%H%M%SZ"));
        let (path, sig) = (path.to_string_lossy(), workshop.write("sig", &text));
        let args = [
            "-Y",
            "verify",
            "-O",
            &time,
            "-f",
            &path,
            "-I",
            principal,
            "-n",
            NAMESPACE,
            "-s",
            &sig.to_string_lossy(),
        ];
        let theirs = workshop.run("ssh-keygen", &args, MESSAGE);
        assert_eq!(theirs.code == 0, *may, "theirs: {written:?} {principal} {on}: {}", theirs.err);
        let args = ["-Y", "find-principals", "-O", &time, "-f", &path, "-s", &sig.to_string_lossy()];
        let found = workshop.run("ssh-keygen", &args, b"");
        match ours {
            Listing::Valid { .. } | Listing::OtherNamespace { .. } => {
                assert_eq!(found.code, 0, "{written:?}: {}", found.err);
            }
            Listing::Unlisted => assert_ne!(found.code, 0, "{written:?}: {}", found.out),
            _ => {}
        }
    }
}

#[test]
fn a_key_that_is_listed_for_others_names_them_as_openssh_does() {
    let Some(workshop) = Workshop::open() else { return };
    let keys = keys(&workshop);
    let text = workshop.must("ssh-keygen", &["-q", "-Y", "sign", "-n", NAMESPACE, "-f", "A"], MESSAGE);
    let signature = Signature::parse(&text).expect("a signature");
    let sig = workshop.write("sig", &text);
    for names in ["fay@x", "fay@x,lea@x", "\"Fay F <fay@x>,!omar@x\"", "*@y"] {
        let file = filled(&format!("{names} {{A}}\nomar@x {{B}}"), &keys);
        let (signers, problems) = AllowedSigners::read(&Source::new("signers", file.as_str()));
        assert_eq!(problems, []);
        let day = moment::parse("2026-06-15").expect("a day");
        let Listing::Others(others) = signers.who(signature.key(), "omar@x", NAMESPACE, &day) else {
            panic!("{names}: listed for others");
        };
        let path = workshop.write("signers", &file);
        let args = ["-Y", "find-principals", "-f", &path.to_string_lossy(), "-s", &sig.to_string_lossy()];
        let found = workshop.must("ssh-keygen", &args, b"");
        assert_eq!(others, found.trim_end().split([',', '\n']).collect::<Vec<_>>());
    }
}

/// The lines of three keys: `A`, `B`, and an ECDSA key.
pub(super) fn keys(workshop: &Workshop) -> HashMap<&'static str, String> {
    let kinds = [("A", "ed25519"), ("B", "ed25519"), ("E", "ecdsa")];
    for (name, kind) in kinds {
        workshop.key(name, kind, None, "");
    }
    kinds.into_iter().map(|(name, _)| (name, workshop.public(name))).collect()
}

/// A file with its keys.
pub(super) fn filled(written: &str, keys: &HashMap<&'static str, String>) -> String {
    keys.iter().fold(written.to_owned(), |text, (name, line)| text.replace(&format!("{{{name}}}"), line))
}
