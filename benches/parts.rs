//! What the parts of a check cost within one process: `cargo bench --bench parts`, then `-- --baseline …` as
//! criterion explains. When `table` says that a check became slower, this says where.
//!
//! Whole processes are not measured here but in `table`: criterion runs one thing after the other, and on a machine
//! that others work on too a ratio of two things drifts with what these do meanwhile.

#[path = "table/corpus.rs"]
mod corpus;
#[path = "table/signed.rs"]
mod signed;

use std::hint::black_box;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use criterion::Criterion;
use launch::facts::Facts;
use launch::judge::{Judge, Target};
use launch::plan::{Kind, PlanFile};
use launch::policy::{Choice, Gate, Policy, Vocabulary};
use launch::render::text::Layout;
use launch::render::{Pieces, json, markdown, text};
use launch::report::Report;
use launch::rules::{self, RULES};
use launch::seal::NAMESPACE;
use launch::source::Source;
use launch::standing::Standing;
use launch::{check, disk};

use crate::corpus::{DAY, PLAN, POLICY, plan, write_plans};
use crate::signed::write_signed;

fn main() -> anyhow::Result<()> {
    let mut criterion = Criterion::default().configure_from_args();
    reading(&mut criterion)?;
    judging(&mut criterion)?;
    rendering(&mut criterion)?;
    signatures(&mut criterion)?;
    criterion.final_summary();
    Ok(())
}

/// Texts become plans and policies.
fn reading(criterion: &mut Criterion) -> anyhow::Result<()> {
    let temp = tempfile::tempdir()?;
    let path = temp.path().join("plan.yaml");
    std::fs::write(&path, PLAN)?;
    criterion.bench_function("read a file", |bench| bench.iter(|| disk::read(black_box(&path)).is_ok()));
    criterion.bench_function("parse a plan", |bench| {
        bench.iter(|| PlanFile::read(Source::new("plan.yaml", PLAN)));
    });
    let vocabulary = rules::vocabulary();
    let read = |_: &Path| Ok(Source::new("launch.toml", POLICY));
    let choice = Choice::File(PathBuf::from("launch.toml"));
    criterion.bench_function("load a policy", |bench| {
        bench.iter(|| {
            Policy::load(black_box(&choice), Kind::Product, &Vocabulary { rules: &vocabulary }, &read).is_ok()
        });
    });
    Ok(())
}

/// Plans are held against their policy.
fn judging(criterion: &mut Criterion) -> anyhow::Result<()> {
    let policy = signed::policy()?;
    let facts = Facts::on(DAY.parse()?);
    for (what, text) in [("good", PLAN.to_owned()), ("faulty", plan(0))] {
        let file = PlanFile::read(Source::new("plan.yaml", text));
        criterion.bench_function(&format!("standing of a {what} plan"), |bench| {
            bench.iter(|| black_box(&Standing::of(&file, &policy, &facts)).stage("sales").is_some());
        });
        let standing = Standing::of(&file, &policy, &facts);
        let rules = check::weighed(RULES, &policy);
        criterion.bench_function(&format!("all rules on a {what} plan"), |bench| {
            bench.iter(|| check::check(&rules, &file, &policy, &facts, &standing, Gate::External));
        });
    }
    Ok(())
}

/// Plans become reports, and reports become bytes.
fn rendering(criterion: &mut Criterion) -> anyhow::Result<()> {
    let temp = tempfile::tempdir()?;
    let folder = temp.path().join("plans");
    write_plans(&folder, 100, POLICY, plan)?;
    let targets: Vec<Target> = disk::search(&folder).plans.into_iter().map(Target::Plan).collect();
    let day = DAY.parse()?;
    let report = || Judge::new(Gate::External, day, None).without_history().report(&targets);
    criterion.bench_function("judge 100 plans from disk", |bench| bench.iter(report));
    let report = report();
    let mut renders = |name: &str, render: &dyn Fn(&Report) -> usize| {
        criterion.bench_function(&format!("render 100 plans, {name}"), |bench| {
            bench.iter(|| render(black_box(&report)));
        });
    };
    let written = |pieces: Pieces<'_>| pieces.flatten().map(|piece| piece.len()).sum();
    renders("text", &|report| written(text::render(report, Layout { width: 80, color: false })));
    renders("JSON", &|report| json::render(report).map_or(0, written));
    renders("Markdown", &|report| markdown::render(report).len());
    Ok(())
}

/// A sign-off's digest, and its signature.
fn signatures(criterion: &mut Criterion) -> anyhow::Result<()> {
    let policy = signed::policy()?;
    criterion.bench_function("digest of what finance signs", |bench| {
        bench.iter(|| signed::sealed(black_box(PLAN), &policy, "finance").is_ok());
    });
    let temp = tempfile::tempdir()?;
    let checks = write_signed(&temp.path().join("unsigned"), &temp.path().join("signed"), 1)?;
    let (key, signature, said) = checks.first().context("a signature")?;
    criterion.bench_function("verify a signature", |bench| {
        bench.iter(|| key.verify(NAMESPACE, black_box(said.as_bytes()), signature).is_ok());
    });
    Ok(())
}
