//! Everything that is tested from outside the library, in one binary.

#![expect(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod assurance;
mod ci;
mod cli;
mod command;
mod completions;
mod deeds;
mod docs;
mod edit;
mod examples;
mod exceptions;
mod faults;
mod forecast;
mod formats;
mod fuzzed;
mod git;
mod git_traps;
mod history;
mod history_limits;
mod history_property;
mod hostile;
mod import;
mod imported;
mod judged;
mod launch_toml;
mod loopholes;
mod lsp;
mod next;
mod order;
mod overlay;
mod overview;
mod pages;
mod placeholders;
mod policies;
mod properties;
mod report;
mod repository;
mod schemas;
mod ssh;
mod supply;
mod tamper;
mod tidy;
mod times;
mod turns;
mod writing;
