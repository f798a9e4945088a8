//! What `--help` says of every command: it fits, it has examples, and the examples are right.

use std::ffi::OsString;

use clap::Command;

use crate::cli::{command, matches};
use crate::text;

/// Lines of a terminal that nobody has to scroll.
const SCREEN: usize = 44;

fn commands() -> Vec<Command> {
    let mut command = command().term_width(80);
    command.build();
    let parts: Vec<Command> =
        command.get_subcommands().filter(|part| part.get_name() != "help").cloned().collect();
    [command].into_iter().chain(parts).collect()
}

/// The commands of an example block: what follows a line `Examples:` up to an empty one, each command
/// in one line, and those that are chained apart.
fn examples(help: &str) -> Vec<String> {
    let block = help.split("Examples:\n").nth(1).unwrap_or_default();
    let mut found: Vec<String> = Vec::new();
    for line in block.lines().take_while(|line| !line.trim().is_empty()) {
        match found.last_mut().filter(|_| !line.starts_with("  launch ")) {
            Some(last) => *last = format!("{} {}", last.trim_end_matches('\\').trim_end(), line.trim()),
            None => found.push(line.trim().to_owned()),
        }
    }
    let parts = found.iter().flat_map(|line| line.split("&&"));
    let ours = parts.map(str::trim).filter(|part| part.starts_with("launch "));
    ours.map(|part| part.split(" > ").next().unwrap_or_default().to_owned()).collect()
}

/// The words of a command line, as a shell cuts it at spaces and quotation marks.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut quoted) = (vec![String::new()], false);
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().expect("a word").push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[test]
fn short_help_fits_a_screen_of_80_columns() {
    for mut command in commands() {
        let help = command.render_help().to_string();
        let name = command.get_name();
        let wide = help.lines().find(|line| text::width(line) > 80);
        assert_eq!(wide, None, "`launch {name} -h` is wider than 80 columns");
        let lines = help.lines().count();
        assert!(
            lines <= SCREEN,
            "`launch {name} -h` has {lines} lines: move examples into `after_long_help`"
        );
    }
}

#[test]
fn long_help_has_examples_that_are_right() {
    for mut command in commands().into_iter().skip(1) {
        let help = command.get_after_long_help().map(ToString::to_string).unwrap_or_default();
        let found = examples(&help);
        let name = command.get_name().to_owned();
        assert!(
            !found.is_empty(),
            "`launch {name} --help` has no `Examples:`; write them into `after_long_help`"
        );
        for example in found {
            let words: Vec<_> = words(&example).into_iter().map(OsString::from).collect();
            let parsed = matches(&words);
            if let Err(error) = parsed {
                panic!("`launch {name} --help` says `{example}`\n{error}");
            }
            assert!(example.starts_with(&format!("launch {name}")), "`{example}` is of another command");
        }
        let long = command.render_long_help().to_string();
        let wide = long.lines().find(|line| text::width(line) > 100);
        assert_eq!(wide, None, "`launch {name} --help` is wider than 100 columns");
    }
}

#[test]
fn a_paragraph_of_long_help_is_wrapped_by_the_screen_alone() {
    for mut command in commands() {
        let help = command.get_after_long_help().map(ToString::to_string).unwrap_or_default();
        let name = command.get_name().to_owned();
        let is_prose = |line: &str| !line.is_empty() && !line.starts_with(' ');
        let lines: Vec<&str> = help.lines().collect();
        let broken = lines.windows(2).find(|pair| pair.iter().all(|line| is_prose(line)));
        assert_eq!(broken, None, "`launch {name} --help` breaks a line: end it with a space and a backslash");
        let codes = lines.iter().skip_while(|line| !line.starts_with("Exit codes:"));
        let wide = codes.copied().find(|line| text::width(line) > 80);
        assert_eq!(wide, None, "`launch {name} --help` has exit codes wider than 80 columns");
        let long = command.render_long_help().to_string();
        for paragraph in lines.iter().filter(|line| is_prose(line) && text::width(line) > 100) {
            let shown = long.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(shown.contains(paragraph), "`launch {name} --help` has not {paragraph}");
        }
    }
}

#[test]
fn examples_are_cut_as_a_shell_does() {
    let help = "Examples:\n  launch a \\\n    --b \"c\n         d\"\n  launch e && x\n\nMore";
    assert_eq!(examples(help), ["launch a --b \"c d\"", "launch e"]);
    assert_eq!(words("launch a --b \"c d\""), ["launch", "a", "--b", "c d"]);
}

#[test]
fn a_command_line_tree_is_sound() {
    command().debug_assert();
}
