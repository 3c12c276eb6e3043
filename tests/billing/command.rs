//! Runs `chatfare bill` on a log written by a test and reads its tables.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Command, Output};

/// A folder with logs and results.
pub struct Desk {
    dir: tempfile::TempDir,
}

/// One row of a CSV table by column.
pub type Row = BTreeMap<String, String>;

impl Desk {
    pub fn new() -> Desk {
        Desk { dir: tempfile::tempdir().unwrap() }
    }

    pub fn write(&self, name: &str, text: &str) -> &Desk {
        std::fs::write(self.dir.path().join(name), text).unwrap();
        self
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// `chatfare bill` in the folder; results go to `out`.
    pub fn bill(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_chatfare"));
        command.arg("bill").args(args).args(["--out", "out"]).current_dir(self.dir.path());
        command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").output().unwrap()
    }

    /// The same, which must succeed; its stdout with lines joined, since sentences are wrapped.
    pub fn good(&self, args: &[&str]) -> String {
        let output = self.bill(args);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let text = String::from_utf8(output.stdout).unwrap();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// A table's rows; no test writes quoted cells that hold commas into the columns it reads.
    pub fn table(&self, name: &str) -> Vec<Row> {
        let text = std::fs::read_to_string(self.path("out").join(format!("{name}.csv"))).unwrap();
        let mut lines = text.lines();
        let head: Vec<&str> = lines.next().unwrap().split(',').collect();
        lines.map(|line| head.iter().map(|h| h.to_string()).zip(cells(line)).collect()).collect()
    }

    /// The amount of the whole log under a tariff, as written.
    pub fn total(&self, tariff: &str) -> String {
        let rows = self.table("comparison");
        let whole = rows.iter().find(|r| r["by"] == "all" && r["tariff"] == tariff);
        whole.unwrap_or_else(|| panic!("no {tariff} in {rows:?}"))["amount"].clone()
    }
}

fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    cells.push(cell);
    cells
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

pub const HEAD: &str = "id,time,account,number,customer,country,direction,category,entry,status\n";

/// An inbound row.
pub fn inbound(id: &str, time: &str, customer: &str, country: &str) -> String {
    format!("{id},{time},main,main,{customer},{country},in,,,\n")
}

/// A delivered outbound row.
pub fn outbound(id: &str, time: &str, customer: &str, country: &str, category: &str) -> String {
    format!("{id},{time},main,main,{customer},{country},out,{category},,delivered\n")
}
