//! Every kind of key that is kept in a file, in both directions.

use launch::allowed_signers::{AllowedSigners, Listing};
use launch::moment;
use launch::source::Source;
use launch::ssh::{Fault, Key, Signature};

use super::workshop::Workshop;
use super::{MESSAGE, NAMESPACE};

const KINDS: [(&str, Option<&str>); 7] = [
    ("ed25519", None),
    ("ecdsa", Some("256")),
    ("ecdsa", Some("384")),
    ("ecdsa", Some("521")),
    ("rsa", Some("2048")),
    ("rsa", Some("3072")),
    ("rsa", Some("4096")),
];

#[test]
fn what_openssh_signs_is_accepted_and_nothing_else() {
    let Some(workshop) = Workshop::open() else { return };
    for (kind, bits) in KINDS {
        let name = format!("{kind}{}", bits.unwrap_or_default());
        workshop.key(&name, kind, bits, "");
        for hash in ["sha512", "sha256"] {
            let option = format!("hashalg={hash}");
            let args = ["-q", "-Y", "sign", "-O", &option, "-n", NAMESPACE, "-f", &name];
            let text = workshop.must("ssh-keygen", &args, MESSAGE);
            let signature = Signature::parse(&text).expect(&name);
            assert_eq!(signature.verify(NAMESPACE, MESSAGE), Ok(()), "{name} {hash}");
            assert_eq!(signature.verify(NAMESPACE, b"another text"), Err(Fault::Bad), "{name} {hash}");
            assert_eq!(signature.verify("file", MESSAGE), Err(Fault::Namespace(NAMESPACE.to_owned())));
            let listed = Key::parse(&workshop.public(&name)).expect("a key");
            assert_eq!(*signature.key(), listed);
            let printed = workshop.must("ssh-keygen", &["-l", "-f", &format!("{name}.pub")], b"");
            assert_eq!(printed.split(' ').nth(1), Some(signature.fingerprint().as_str()));
        }
    }
}

#[test]
fn what_is_signed_here_is_accepted_by_openssh() {
    let Some(workshop) = Workshop::open() else { return };
    for (kind, bits) in KINDS {
        let name = format!("{kind}{}", bits.unwrap_or_default());
        let key = workshop.key(&name, kind, bits, "");
        let signers = format!("omar@acme.example namespaces=\"{NAMESPACE}\" {}\n", workshop.public(&name));
        let file = workshop.write("signers", &signers);
        let text = workshop.ours(&[]).sign(&key, NAMESPACE, MESSAGE).expect(&name);
        let theirs = workshop.verify(&file, "omar@acme.example", &text, MESSAGE);
        assert_eq!(theirs.code, 0, "{name}: {}", theirs.err);
        assert_ne!(workshop.verify(&file, "omar@acme.example", &text, b"another text").code, 0);
        let (signers, problems) = AllowedSigners::read(&Source::new("signers", signers));
        assert_eq!(problems, []);
        let day = moment::parse("2026-06-15").expect("a day");
        let signature = Signature::parse(&text).expect("a signature");
        let ours = signers.who(signature.key(), "omar@acme.example", NAMESPACE, &day);
        assert!(matches!(ours, Listing::Valid { .. }), "{ours:?}");
    }
}

#[test]
fn a_text_of_any_bytes_can_be_signed() {
    let Some(workshop) = Workshop::open() else { return };
    let key = workshop.key("key", "ed25519", None, "");
    let long: Vec<u8> = (0..=255).cycle().take(300_000).collect();
    for message in [b"".as_slice(), b"\n", b"a\0b", "価格\r\n".as_bytes(), &long] {
        let text = workshop.ours(&[]).sign(&key, NAMESPACE, message).expect("a signature");
        assert_eq!(Signature::parse(&text).expect("a signature").verify(NAMESPACE, message), Ok(()));
    }
}

#[test]
fn what_cannot_be_checked_is_never_bad_and_never_signed() {
    let Some(workshop) = Workshop::open() else { return };
    let weak = workshop.key("weak", "rsa", Some("1024"), "");
    let text = workshop.must("ssh-keygen", &["-q", "-Y", "sign", "-n", NAMESPACE, "-f", "weak"], MESSAGE);
    let signature = Signature::parse(&text).expect("a signature");
    assert!(
        matches!(signature.verify(NAMESPACE, MESSAGE), Err(Fault::NotChecked(why)) if why.contains("2048"))
    );
    let error = workshop.ours(&[]).sign(&weak, NAMESPACE, MESSAGE).expect_err("too weak");
    assert!(error.what.contains("2048") && error.hint.is_some_and(|hint| hint.contains("ed25519")));
}

#[test]
fn a_certificate_is_not_checked_and_its_authority_vouches_for_nothing() {
    let Some(workshop) = Workshop::open() else { return };
    workshop.key("authority", "ed25519", None, "");
    let signers = format!("*@acme.example cert-authority {}\n", workshop.public("authority"));
    let file = workshop.write("signers", &signers);
    let (listed, problems) = AllowedSigners::read(&Source::new("signers", signers));
    assert_eq!(problems, []);
    let day = moment::parse("2026-06-15").expect("a day");
    for kind in ["ed25519", "ecdsa", "rsa"] {
        workshop.key(kind, kind, None, "");
        let public = format!("{kind}.pub");
        let fingerprint = workshop.must("ssh-keygen", &["-l", "-f", &public], b"");
        let certify = ["-q", "-s", "authority", "-I", "omar", "-n", "omar@acme.example", &public];
        workshop.must("ssh-keygen", &certify, b"");
        let args = ["-q", "-Y", "sign", "-n", NAMESPACE, "-f", &format!("{kind}-cert.pub")];
        let text = workshop.must("ssh-keygen", &args, MESSAGE);
        let theirs = workshop.verify(&file, "omar@acme.example", &text, MESSAGE);
        assert_eq!(theirs.code, 0, "OpenSSH reads certificates: {}", theirs.err);
        let signature = Signature::parse(&text).expect("a signature");
        let Err(Fault::NotChecked(why)) = signature.verify(NAMESPACE, MESSAGE) else {
            panic!("{kind}: it cannot be told");
        };
        assert!(why.contains("certificate"), "{why}");
        assert_eq!(fingerprint.split(' ').nth(1), Some(signature.fingerprint().as_str()));
        let who = |principal: &str| listed.who(signature.key(), principal, NAMESPACE, &day);
        assert!(matches!(who("omar@acme.example"), Listing::Authority { .. }));
        assert_eq!(who("omar@other.example"), Listing::Unlisted);
        let line = workshop.public(&format!("{kind}-cert"));
        let (_, problems) = AllowedSigners::read(&Source::new("signers", format!("omar@x {line}")));
        assert!(problems.iter().any(|problem| problem.message.contains("certificates are not read")));
    }
    let authority = Key::parse(&workshop.public("authority")).expect("a key");
    assert_eq!(listed.who(&authority, "omar@acme.example", NAMESPACE, &day), Listing::Unlisted);
}
