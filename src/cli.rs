//! The command line: one file per subcommand, and the one place that picks the exit code.

mod accept;
mod check;
mod complete;
mod completions;
mod deed;
mod diff;
mod explain;
mod forecast;
mod give_back;
mod hints;
mod history;
mod ids;
mod import;
mod init;
mod lsp;
mod man;
mod meet;
mod next;
mod outputs;
mod place;
mod report;
mod retro;
mod rules;
mod schema;
mod send;
mod sign;
mod simulate;
mod spare;
mod streams;
mod unsign;
mod verify;
mod waive;

#[cfg(test)]
mod tests;

use std::ffi::OsString;
use std::io::{self, IsTerminal as _};
use std::path::PathBuf;

use clap::{ArgMatches, Args as _, FromArgMatches as _, ValueEnum};
use jiff::Zoned;
use jiff::civil::Date;

use crate::cli::place::Formats;
use crate::cli::streams::{complain, say_aside, say_data};
use crate::moment;
use crate::text::visible;

/// How a command ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Go, or done.
    Go,
    /// No-go.
    NoGo,
    /// It could not tell.
    CannotTell,
    /// The editor that it served left without saying goodbye: its protocol wants 1.
    Abrupt,
}

impl Exit {
    /// The code that the process ends with.
    pub fn code(self) -> u8 {
        match self {
            Exit::Go => 0,
            Exit::NoGo | Exit::Abrupt => 1,
            Exit::CannotTell => 2,
        }
    }
}

/// What the process finds round it.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings {
    /// Tells what day it is where the process runs; the time zones are not looked at before.
    pub today: fn() -> Date,
    /// Columns that a line may have.
    pub width: usize,
    /// Which streams take colours.
    pub colors: Colors,
    /// The path in a variable of the environment.
    pub path_in: fn(&str) -> Option<PathBuf>,
}

/// Which streams take colours: each may lead to a terminal or to a file.
#[derive(Clone, Copy, Debug)]
pub struct Colors {
    /// Standard output.
    pub out: bool,
    /// Standard error.
    pub err: bool,
}

impl Surroundings {
    /// Those of this process: colours only on a terminal, unless `CLICOLOR_FORCE` wants them elsewhere too, or
    /// `NO_COLOR` or `CLICOLOR=0` nowhere.
    pub fn of_process() -> Surroundings {
        let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        let refused = set("NO_COLOR").is_some() || set("TERM").is_some_and(|term| term == "dumb");
        let forced = set("CLICOLOR_FORCE").is_some_and(|force| force != "0");
        let wanted = set("CLICOLOR").is_none_or(|color| color != "0");
        let terminal = io::stdout().is_terminal();
        let takes = |terminal| !refused && (forced || (terminal && wanted));
        Surroundings {
            today: || Zoned::now().date(),
            width: width(terminal),
            colors: Colors { out: takes(terminal), err: takes(io::stderr().is_terminal()) },
            path_in: |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from),
        }
    }
}

/// The terminal's columns, or those of `COLUMNS`, or 80; never so few or many that nobody can read it.
fn width(terminal: bool) -> usize {
    let asked = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let real = || terminal_size::terminal_size().map(|(columns, _)| usize::from(columns.0));
    asked.or_else(|| real().filter(|_| terminal)).unwrap_or(80).clamp(60, 160)
}

const ABOUT: &str = "\
Checks a launch plan: signed off in the customer-first order, every hand-off made and accepted, nothing promised \
that cannot be delivered";

const AFTER: &str = "\
Begin with:  launch init                 write a plan to fill in
             launch check                judge the plans in launches/
             launch explain open-ask     what a rule checks, and why

Exit codes:  0 go · 1 no-go · 2 could not tell";

/// A command: its name, what it is for, what it takes, and what runs it.
struct Part {
    name: &'static str,
    about: &'static str,
    takes: fn(clap::Command) -> clap::Command,
    run: fn(&ArgMatches, &Surroundings) -> anyhow::Result<Exit>,
}

macro_rules! part {
    ($name:literal, $module:ident, $about:literal) => {
        Part {
            name: $name,
            about: $about,
            takes: $module::Args::augment_args,
            run: |matches, surroundings| {
                $module::run(&$module::Args::from_arg_matches(matches)?, surroundings)
            },
        }
    };
}

/// Every command, in the order of `--help`.
const PARTS: [Part; 24] = [
    part!("check", check, "Judge launch plans: may they go, what is missing, whose turn is it"),
    part!("init", init, "Write a complete, commented plan to fill in"),
    part!("import", import, "Make a plan of a checklist in a spreadsheet"),
    part!("sign", sign, "Sign off for a stage, sealed and, with a key, signed"),
    part!("unsign", unsign, "Take a sign-off back"),
    part!("send", send, "Make a hand-off"),
    part!("accept", accept, "Accept a hand-off, a promise, a load or an incentive's safeguard"),
    part!("return", give_back, "Give a hand-off back to whoever sent it"),
    part!("waive", waive, "Answer for a finding, in the open, until a day"),
    part!("meet", meet, "Meet a condition of a sign-off"),
    part!("verify", verify, "Say what each sign-off is worth, and whether it still stands"),
    part!("diff", diff, "Tell what changed in meaning between two states of a plan"),
    part!("history", history, "Tell how the readiness of a launch moved, from git"),
    part!("simulate", simulate, "Say what would come of a sign-off, an acceptance or a new date"),
    part!("next", next, "Say what each person can do now, and with which command"),
    part!("forecast", forecast, "Say when the launch can be at the earliest, and why"),
    part!("report", report, "Write the page that leadership decides from, or verify one"),
    part!("retro", retro, "After the launch: hold its goals against their results"),
    part!("explain", explain, "Say what a rule checks and why it matters"),
    part!("rules", rules, "List the rules"),
    part!("completions", completions, "Print what makes a shell complete commands, plans and ids"),
    part!("man", man, "Print the manual page, or write one for each command"),
    part!("schema", schema, "Print the JSON Schema of plans, policies or reports"),
    part!("lsp", lsp, "Serve an editor: findings while you type, hover, completion, fixes"),
];

/// The command line. What a command takes is only made when that command is called: to make it for all of
/// them takes longer than to judge a plan.
fn command() -> clap::Command {
    let part = |part: &Part| clap::Command::new(part.name).about(part.about).defer(part.takes);
    clap::Command::new("launch")
        .version(env!("CARGO_PKG_VERSION"))
        .about(ABOUT)
        .max_term_width(100)
        .after_help(AFTER)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands(PARTS.iter().map(part))
}

/// The command line with what every command takes.
fn whole() -> clap::Command {
    let mut command = command();
    command.build();
    command
}

/// Reads the command line. Messages are made with all commands in view: an option may be another one's.
fn matches(args: &[OsString]) -> Result<ArgMatches, clap::Error> {
    command().try_get_matches_from(args).or_else(|_| whole().try_get_matches_from(args))
}

/// Runs the command line and gives back the exit code.
pub fn run(args: impl IntoIterator<Item = OsString>, surroundings: &Surroundings) -> u8 {
    let args: Vec<OsString> = args.into_iter().collect();
    if complete::is_asked(&args) {
        return complete::answer(args, surroundings).code();
    }
    let matches = match matches(&args) {
        Ok(matches) => matches,
        Err(error) => {
            if !error.use_stderr() {
                let page = error.render();
                let colored = surroundings.colors.out;
                let _ = say_data(&if colored { page.ansi().to_string() } else { page.to_string() });
                return Exit::Go.code();
            }
            let lines: Vec<_> = error.to_string().lines().map(|line| visible(line).into_owned()).collect();
            say_aside(&(lines.join("\n") + "\n"));
            if let Some(hint) = hints::hint(&error, &args, &whole()) {
                say_aside(&format!("hint: {}\n", visible(&hint)));
            }
            return Exit::CannotTell.code();
        }
    };
    let called = matches.subcommand().and_then(|(name, matches)| {
        let part = PARTS.iter().find(|part| part.name == name)?;
        Some((part.run)(matches, surroundings))
    });
    let done = called.unwrap_or(Ok(Exit::CannotTell));
    done.unwrap_or_else(|error| {
        complain(&error, surroundings);
        Exit::CannotTell
    })
    .code()
}

/// How a retrospective, a forecast or an agenda is written.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// For other tools; stable and versioned
    Json,
}

impl Formats for Format {
    const ENDINGS: &'static [(&'static str, Format)] = &[(".json", Format::Json)];
    const USUAL: Format = Format::Text;
}

/// How a page that is no report of a check is written.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Page {
    /// For people at a terminal
    Text,
    /// For a page or a comment
    Markdown,
    /// For other tools; stable and versioned
    Json,
}

impl Formats for Page {
    const ENDINGS: &'static [(&'static str, Page)] =
        &[(".md", Page::Markdown), (".markdown", Page::Markdown), (".json", Page::Json)];
    const USUAL: Page = Page::Text;
}

/// The day of an argument.
fn day(text: &str) -> Result<Date, String> {
    moment::parse(text).map(|moment| moment.date).map_err(|_| "write a date such as `2026-06-15`".to_owned())
}
