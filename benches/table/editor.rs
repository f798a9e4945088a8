//! What a keystroke costs: a plan of 5 KB is edited in `launch lsp`, over pipes as an editor does, and after
//! every edit there is a wait for what is found.
//!
//! In every round the same text is checked in this process, too: the speed of the machine, and who else
//! works on it, drop out of the ratio.

use std::fs;
use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use launch::judge::Judge;
use launch::policy::Gate;
use launch::source::Source;
use serde_json::{Value, json};

use crate::Bench;
use crate::corpus::{DAY, PLAN, POLICY};

/// How many edits are measured, after as many as [`WARM`] that are not.
const EDITS: usize = 10_000;
const WARM: usize = 200;

/// What is typed, a key at a time, and taken back: words, a comment, and what keeps the text from being read.
const TYPED: &str = "or, # it: {x";

/// Keystrokes, against checks.
pub(crate) fn measure(bench: &mut Bench) -> anyhow::Result<()> {
    let folder = bench.folder("editor");
    fs::create_dir(&folder)?;
    let path = folder.join("plan.yaml");
    fs::write(folder.join("launch.toml"), POLICY)?;
    fs::write(&path, PLAN)?;
    let mut editor = Editor::begin(&folder, &path)?;
    let mut text = PLAN.to_owned();
    // All that is typed is taken back.
    let edits = (WARM + bench.rounds(EDITS)).next_multiple_of(2 * TYPED.len());
    let (mut keystrokes, mut checks) = (Vec::new(), Vec::new());
    for number in 0..edits {
        let edit = edit(&text, number)?;
        text.replace_range(edit.from..edit.to, edit.typed);
        let keystroke = editor.type_in(&edit)?;
        let check = check(&path, &text)?;
        if number >= WARM {
            keystrokes.push(keystroke);
            checks.push(check);
        }
    }
    editor.end()?;
    ensure!(text == PLAN, "what was typed was not taken back");
    keystrokes.sort();
    checks.sort();
    let one = percentile(&checks, 50)?;
    bench.table.begin("A keystroke in an editor until its findings are there, against one check", "some ms");
    for (what, times) in [("a check in this process", &checks), ("a keystroke", &keystrokes)] {
        for (rank, percent) in [("median", 50), ("99th percentile", 99)] {
            let time = percentile(times, percent)?.as_secs_f64();
            let ratio = Some(time / one.as_secs_f64()).filter(|ratio| *ratio > 1.0);
            let wanted = if ratio.is_some() { "some ms" } else { "" };
            bench.table.line(&format!("{what}, {rank}"), &format!("{:.2} ms", time * 1e3), "", ratio, wanted);
        }
    }
    Ok(())
}

/// What so many of a hundred are no longer than.
fn percentile(sorted: &[Duration], percent: usize) -> anyhow::Result<Duration> {
    sorted.get(sorted.len() * percent / 100).copied().context("nothing was measured")
}

/// A change of the text: these bytes of a line become that.
struct Edit<'t> {
    from: usize,
    to: usize,
    line: usize,
    column: usize,
    typed: &'t str,
}

/// The edits in order: [`TYPED`] behind a line, then away with it again, then behind another line.
fn edit(text: &str, number: usize) -> anyhow::Result<Edit<'static>> {
    let turn = 2 * TYPED.len();
    let lines = PLAN.lines().count();
    let line = number / turn * 7 % lines;
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let end = start + text.get(start..).and_then(|rest| rest.lines().next()).context("a line")?.len();
    let step = number % turn;
    let edit = match step < TYPED.len() {
        true => Edit {
            from: end,
            to: end,
            line,
            column: end - start,
            typed: TYPED.get(step..=step).context("a key")?,
        },
        false => Edit { from: end - 1, to: end, line, column: end - 1 - start, typed: "" },
    };
    Ok(edit)
}

/// One check of a text in this process, its policy read from disk as ever.
fn check(path: &Path, text: &str) -> anyhow::Result<Duration> {
    let day = DAY.parse()?;
    let start = Instant::now();
    let report = Judge::new(Gate::External, day, None).report_on(path, Source::new("plan.yaml", text));
    let took = start.elapsed();
    ensure!(report.launch.is_some() || !report.errors.is_empty(), "nothing was checked");
    Ok(took)
}

/// An editor, and the server that it started.
struct Editor {
    server: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    uri: String,
    version: usize,
}

impl Editor {
    fn begin(folder: &Path, path: &Path) -> anyhow::Result<Editor> {
        let mut server = Command::new(env!("CARGO_BIN_EXE_launch"))
            .args(["lsp", "--as-of", DAY])
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let input = server.stdin.take().context("no pipe")?;
        let output = BufReader::new(server.stdout.take().context("no pipe")?);
        let uri = format!("file://{}", path.display());
        let mut editor = Editor { server, input, output, uri, version: 0 };
        editor.say(
            &json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": {}}}),
        )?;
        editor.tell("initialized", json!({}))?;
        let text = json!({"uri": editor.uri, "languageId": "yaml", "version": 0, "text": PLAN});
        editor.tell("textDocument/didOpen", json!({"textDocument": text}))?;
        editor.hear_of(0)?;
        Ok(editor)
    }

    /// Makes an edit, and waits for what is found in the text that it left.
    fn type_in(&mut self, edit: &Edit<'_>) -> anyhow::Result<Duration> {
        self.version += 1;
        let place = |column: usize| json!({"line": edit.line, "character": column});
        let range = json!({"start": place(edit.column), "end": place(edit.column + edit.to - edit.from)});
        let change = json!({
            "textDocument": {"uri": self.uri, "version": self.version},
            "contentChanges": [{"range": range, "text": edit.typed}],
        });
        let start = Instant::now();
        self.tell("textDocument/didChange", change)?;
        self.hear_of(self.version)?;
        Ok(start.elapsed())
    }

    fn end(mut self) -> anyhow::Result<()> {
        self.say(&json!({"jsonrpc": "2.0", "id": 2, "method": "shutdown"}))?;
        self.tell("exit", Value::Null)?;
        ensure!(self.server.wait()?.success(), "the server did not end well");
        Ok(())
    }

    fn tell(&mut self, method: &str, params: Value) -> anyhow::Result<()> {
        self.say(&json!({"jsonrpc": "2.0", "method": method, "params": params}))
    }

    fn say(&mut self, message: &Value) -> anyhow::Result<()> {
        let body = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{body}", body.len())?;
        Ok(self.input.flush()?)
    }

    /// Waits for the diagnostics of a version.
    fn hear_of(&mut self, version: usize) -> anyhow::Result<()> {
        loop {
            let message = self.hear()?;
            if message.pointer("/params/version").and_then(Value::as_u64) == Some(version as u64) {
                return Ok(());
            }
        }
    }

    fn hear(&mut self) -> anyhow::Result<Value> {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if self.output.read_line(&mut line)? == 0 {
                bail!("the server has gone");
            }
            match line.trim_end().strip_prefix("Content-Length: ") {
                Some(value) => length = value.parse()?,
                None if line.trim_end().is_empty() => break,
                None => {}
            }
        }
        let mut body = vec![0; length];
        self.output.read_exact(&mut body)?;
        Ok(serde_json::from_slice(&body)?)
    }
}
