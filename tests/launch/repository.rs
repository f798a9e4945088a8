//! Repositories that tests make with the real git, each commit with a person and a date of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use launch::git::{Id, Repository};
use launch::history::History;

/// Whether there is a git; says so on standard error where there is none.
pub(crate) fn is_there() -> bool {
    let found = Command::new("git").arg("--version").output().is_ok_and(|output| output.status.success());
    if !found {
        use std::io::Write as _;
        let _ = writeln!(std::io::stderr(), "SKIPPED: git is not installed, and this test needs it");
    }
    found
}

/// A command that no setting of the machine and no variable of a surrounding hook reaches.
pub(crate) fn git(folder: &Path) -> Command {
    let mut command = Command::new("git");
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GIT_")) {
        command.env_remove(name);
    }
    command.current_dir(folder).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    for role in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{role}_NAME"), "Somebody");
        command.env(format!("GIT_{role}_EMAIL"), "somebody@acme.example");
        command.env(format!("GIT_{role}_DATE"), "2026-04-01T12:00:00+00:00");
    }
    command
}

/// What a command printed, without the last line end.
pub(crate) fn done(output: Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
    text(&output.stdout).trim_end_matches('\n').to_owned()
}

/// A repository in a folder of its own, removed with it.
pub(crate) struct Repo {
    /// Outside of the repository, and removed with it.
    pub(crate) around: tempfile::TempDir,
    root: PathBuf,
}

impl Repo {
    /// An empty one; none where there is no git.
    pub(crate) fn new() -> Option<Repo> {
        is_there().then(|| {
            let around = tempfile::tempdir().expect("a folder");
            let root = around.path().join("repo");
            fs::create_dir(&root).expect("a folder");
            let repo = Repo { around, root };
            repo.git(&["init", "-q"]);
            repo.git(&["symbolic-ref", "HEAD", "refs/heads/main"]);
            repo
        })
    }

    /// One that was there, or was cloned, inside the folder round another.
    pub(crate) fn beside(other: Repo, name: &str) -> Repo {
        let root = other.around.path().join(name);
        Repo { around: other.around, root }
    }

    /// A file or a folder in it.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// Runs git in it, and gives what it printed.
    pub(crate) fn git(&self, args: &[&str]) -> String {
        done(git(&self.root).args(args).output().expect("git runs"))
    }

    /// Writes a file.
    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    /// Commits everything that is there, by a person of acme.example on a day of May 2026.
    pub(crate) fn commit(&self, who: &str, day: u8) -> Id {
        self.git(&["add", "-A"]);
        self.conclude(&["commit", "-q", "--allow-empty", "-m", "a change"], who, day)
    }

    /// Writes a file, and commits everything.
    pub(crate) fn save(&self, name: &str, text: impl AsRef<[u8]>, who: &str, day: u8) -> Id {
        self.write(name, text);
        self.commit(who, day)
    }

    /// Merges branches, keeping of each file what `resolve` then writes.
    pub(crate) fn merge(&self, branches: &[&str], resolve: impl FnOnce(), who: &str, day: u8) -> Id {
        let args = [&["merge", "-q", "--no-ff", "--no-commit", "-s", "ours"], branches].concat();
        self.git(&args);
        resolve();
        self.commit(who, day)
    }

    /// Runs a command that makes a commit.
    fn conclude(&self, args: &[&str], who: &str, day: u8) -> Id {
        let mut command = git(&self.root);
        let (email, date) = (format!("{who}@acme.example"), format!("2026-05-{day:02}T12:00:00+02:00"));
        for role in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{role}_EMAIL"), &email).env(format!("GIT_{role}_DATE"), &date);
        }
        done(command.args(args).output().expect("git runs"));
        self.head()
    }

    /// The commit that is checked out.
    pub(crate) fn head(&self) -> Id {
        Id::parse(&self.git(&["rev-parse", "HEAD"])).expect("an id")
    }

    /// What the library finds there.
    pub(crate) fn read(&self) -> Repository {
        Repository::of(&self.root).expect("a repository")
    }

    /// The history of a file.
    pub(crate) fn history(&self, name: &str) -> History {
        History::of(&self.read(), &self.path(name)).expect("a history")
    }
}
