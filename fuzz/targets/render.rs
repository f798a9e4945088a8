//! One target; what it holds is in `tests/launch/fuzzed/targets.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| launch_fuzz::hold("render", bytes));
