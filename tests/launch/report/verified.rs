//! A page is held against its plan: in every format, and whatever changed.

use std::fs;

use crate::command::{Ended, run};
use crate::report::{DAY, FORMATS, report, rich};
use crate::repository::Repo;

/// A repository with a report in it, and its text.
fn written(format: &str) -> Option<(Repo, String)> {
    let repo = rich()?;
    let page = report(&repo.path(""), &["--format", format, "--since", "2026-05-15", "--gate", "internal"]);
    repo.write("page", &page);
    Some((repo, page))
}

fn verify(repo: &Repo, args: &[&str]) -> Ended {
    run(&repo.path(""), &[&["report", "plan.yaml", "--verify", "page"], args].concat())
}

#[test]
fn a_page_matches_its_plan() {
    for (format, _) in FORMATS {
        let Some((repo, _)) = written(format) else { return };
        let ended = verify(&repo, &[]);
        let said = "page still matches plan.yaml (internal gate, as of 2026-05-28)\n";
        assert_eq!((ended.code, ended.out.as_str()), (0, said), "{format} {}", ended.err);
    }
}

#[test]
fn a_page_matches_from_another_folder_too() {
    let Some((repo, page)) = written("html") else { return };
    repo.write("elsewhere/page.html", page);
    let ended = run(&repo.path("elsewhere"), &["report", "../plan.yaml", "--verify", "page.html"]);
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
}

#[test]
fn what_changed_is_named() {
    for (format, _) in FORMATS {
        let Some((repo, page)) = written(format) else { return };
        let plan = fs::read_to_string(repo.path("plan.yaml")).expect("a plan");
        repo.write("plan.yaml", plan.replace("internal: 2026-06-15", "internal: 2026-06-12"));
        let ended = verify(&repo, &[]);
        assert_eq!(ended.code, 1, "{format}");
        assert!(ended.out.contains("does not match plan.yaml"), "{}", ended.out);
        assert!(ended.out.contains("the plan changed since: `dates`\n"), "{}", ended.out);
        assert!(!ended.out.contains("altered"), "{}", ended.out);

        repo.write("plan.yaml", &plan);
        let policy = fs::read_to_string(repo.path("launch.toml")).expect("a policy");
        repo.write(
            "launch.toml",
            format!("{policy}due = 2026-01-01\n").replace("due = 2026-01-01", "tiers = [1, 2]"),
        );
        let ended = verify(&repo, &[]);
        assert_eq!(ended.code, 1, "{}", ended.err);
        assert!(ended.out.contains("the policy changed since"), "{}", ended.out);
        repo.write("launch.toml", policy);

        repo.write("page", page.replace(&format!("\ntool: {}", env!("CARGO_PKG_VERSION")), "\ntool: 0.0.1"));
        let ended = verify(&repo, &[]);
        assert!(ended.code == 1 && ended.out.contains("launch 0.0.1 wrote it"), "{}", ended.out);
    }
}

#[test]
fn comments_and_layout_change_nothing() {
    let Some((repo, _)) = written("html") else { return };
    let plan = fs::read_to_string(repo.path("plan.yaml")).expect("a plan");
    repo.write("plan.yaml", format!("# a comment\n\n{plan}"));
    let ended = verify(&repo, &[]);
    assert_eq!(ended.code, 0, "{}", ended.out);
}

#[test]
fn a_page_that_was_altered_is_known() {
    for (format, _) in FORMATS {
        let Some((repo, page)) = written(format) else { return };
        for (was, is) in
            [("NO-GO", "GO"), ("working days", "days"), ("launch-report: 1", "x\nlaunch-report: 1")]
        {
            assert!(page.contains(was), "{format} {was}");
            repo.write("page", page.replacen(was, is, 1));
            let ended = verify(&repo, &[]);
            assert_eq!(ended.code, 1, "{format} {was}: {}", ended.out);
            assert!(ended.out.contains("the page itself was altered"), "{}", ended.out);
        }
        repo.write("page", format!("{page}one more line\n"));
        assert_eq!(verify(&repo, &[]).code, 1, "{format}");
    }
}

/// Whoever alters a page and puts a fitting seal on it is found out by what launch would write.
#[test]
fn a_seal_that_was_made_anew_does_not_help() {
    for (format, _) in FORMATS {
        let Some((repo, page)) = written(format) else { return };
        let forged = page.replacen("NO-GO", "GO", 1);
        let at = forged.rfind("seal: ").expect("a seal") + "seal: ".len();
        let (before, behind) = (&forged[..at], &forged[at + "sha256:".len() + 64..]);
        repo.write("page", launch::brief::record::sealed(before, behind));
        let ended = verify(&repo, &[]);
        assert_eq!(ended.code, 1, "{format}");
        assert!(ended.out.contains("altered and sealed anew"), "{}", ended.out);
    }
}

/// A commit that changes no word of the plan moves what git knows, and nothing that the plan says.
#[test]
fn what_git_knows_may_move_on() {
    for (format, _) in FORMATS {
        let Some((repo, _)) = written(format) else { return };
        let plan = fs::read_to_string(repo.path("plan.yaml")).expect("a plan");
        repo.save("plan.yaml", format!("# a comment\n{plan}"), "priya", 27);
        let ended = verify(&repo, &[]);
        assert_eq!(ended.code, 0, "{format}: {}", ended.out);
        assert!(
            ended.out.contains("git knows something else now for `How readiness moved`"),
            "{}",
            ended.out
        );
        assert!(!ended.out.contains("What changed"), "{}", ended.out);
    }
}

#[test]
fn what_is_no_report_is_said_to_be_none() {
    let Some((repo, page)) = written("html") else { return };
    for (text, why) in [
        ("", "it has no line"),
        ("launch-report: 1\n", "no `tool`"),
        ("<html>launch-report: 1</html>", "another form"),
        (&page.replace("\nformat: html", "\nformat: pdf"), "a format that launch does not write"),
        (&page.replace("\ngate: internal", "\ngate: <b>"), "a gate that there is not"),
        (&page.replace("\nplan: sha256:", "\nplan: md5:"), "in the place of a digest"),
        (&page.replace("\nfile: plan.yaml", "\nfile: \u{1b}[2J"), "a text that launch does not write"),
    ] {
        repo.write("page", text);
        let ended = verify(&repo, &[]);
        assert_eq!((ended.code, ended.out.as_str()), (2, ""), "{text}");
        assert!(
            ended.err.contains("is no report on one plan that launch wrote") && ended.err.contains(why),
            "{}",
            ended.err
        );
    }
    repo.write("page", [0xff, 0xfe, 0x00]);
    assert_eq!(verify(&repo, &[]).code, 2);
    let ended = run(&repo.path(""), &["report", "plan.yaml", "--verify", "no-such-page"]);
    assert!(ended.code == 2 && ended.err.contains("no such file"), "{}", ended.err);
    repo.write("page", page);
    repo.write("plan.yaml", "launch: [");
    assert_eq!(verify(&repo, &[]).code, 2, "a plan that cannot be read");
}

#[test]
fn what_a_page_says_of_itself_is_not_asked_for_again() {
    let Some((repo, _)) = written("html") else { return };
    for args in [["--gate", "external"], ["--as-of", DAY], ["--since", "main"], ["--format", "html"]] {
        let ended = verify(&repo, &args);
        assert!(ended.code == 2 && ended.err.contains("cannot be used with"), "{}", ended.err);
    }
}
