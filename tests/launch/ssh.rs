//! SSH signatures against the real OpenSSH: what it makes is accepted here and the other way round.

#[cfg(unix)]
mod agent;
mod other_answers;
mod security_keys;
mod signatures;
mod signers;
mod workshop;

/// What is signed throughout.
const MESSAGE: &[u8] = b"launch: Invoice Assist 2.0\nstage: operations\n";

/// What it is signed for.
const NAMESPACE: &str = "launch-sign-off";
