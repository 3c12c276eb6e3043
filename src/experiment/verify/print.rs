//! The table as text, Markdown, CSV and JSON lines.

use super::Table;
use super::line::{Line, Way};

/// Head of the columns, with the unit in the measure.
const HEAD: [&str; 8] = ["model", "row", "measure", "exact", "found", "interval", "n", "sees"];

/// A number to six digits.
fn number(x: f64) -> String {
    let size = x.abs();
    match size {
        _ if x == 0.0 => "0".into(),
        _ if (1e-3..1e6).contains(&size) => {
            let before = libm::floor(libm::log10(size)) as i32 + 1;
            format!("{x:.*}", (6 - before).clamp(0, 9) as usize)
        }
        _ => format!("{x:.5e}"),
    }
}

fn sees(line: &Line) -> String {
    match line.way {
        Way::Formula => format!("{:.0e}", line.smallest_fault),
        Way::Simulated | Way::Study => format!("{:.2} %", line.smallest_fault * 100.0),
    }
}

fn cells(line: &Line) -> [String; 9] {
    [
        line.model.to_string(),
        line.row.clone(),
        line.measure.clone(),
        number(line.exact),
        number(line.value),
        format!("{} … {}", number(line.lower), number(line.upper)),
        if line.way == Way::Formula { "formula".into() } else { format!("{:.1e}", line.n as f64) },
        sees(line),
        line.verdict.word().to_string(),
    ]
}

/// One line for a terminal, columns in fixed places.
pub fn text_line(line: &Line) -> String {
    let c = cells(line);
    format!(
        "{:<30} {:<30} {:<38} {:>11} {:>11} {:>25} {:>8} {:>8}  {}\n",
        c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8]
    )
}

/// The head for a terminal.
pub fn text_head() -> String {
    let [model, row, measure, exact, found, interval, n, sees] = HEAD;
    format!("{model:<30} {row:<30} {measure:<38} {exact:>11} {found:>11} {interval:>25} {n:>8} {sees:>8}  verdict\n")
}

/// What stands under the table.
pub fn foot(table: &Table) -> String {
    let (lines, failed) = (table.lines.len(), table.failed());
    let seen = table.lines.iter().filter(|line| line.way == Way::Simulated).map(|line| line.smallest_fault);
    let worst = seen.fold(0.0, f64::max);
    format!(
        "{} rows, {lines} comparisons, {failed} of them differ. Intervals of {:.3} % each; a row that misses is run again with \
         4 n on another seed,\nso that all rows together fail by chance with less than 0.1 %. `sees`: the smallest relative \
         fault shown in nine runs of ten, at worst {:.1} %.\n",
        table.rows,
        table.level * 100.0,
        worst * 100.0
    )
}

/// CPU time, and the rows that took most of it.
pub fn cpu(table: &Table) -> String {
    let mut rows: Vec<&(String, f64)> = table.cpu_by_row.iter().filter(|(_, seconds)| *seconds >= 1.0).collect();
    rows.sort_by(|a, b| b.1.total_cmp(&a.1));
    let most: Vec<String> = rows.iter().take(5).map(|(row, seconds)| format!("{row} {seconds:.0}")).collect();
    let list = if most.len() < 5 { String::new() } else { format!("; most: {}", most.join(", ")) };
    format!("{:.0} CPU seconds{list}\n", table.cpu_s)
}

/// CPU seconds by row as CSV.
pub fn cpu_csv(table: &Table) -> String {
    let rows = table.cpu_by_row.iter().map(|(row, seconds)| format!("\"{row}\",{seconds:.3}\n"));
    "row,cpu_s\n".to_string() + &rows.collect::<String>()
}

/// A Markdown table with its foot.
pub fn markdown(table: &Table) -> String {
    let mut text = format!("| {} | verdict |\n|{}\n", HEAD.join(" | "), " --- |".repeat(9));
    for line in &table.lines {
        text.push_str(&format!(
            "| {} |\n",
            cells(line)
                .join(" | ")
                .replace("P(abandon | wait)", "P(abandon \\| wait)")
                .replace("P(wait | accepted)", "P(wait \\| accepted)")
        ));
    }
    text + "\n" + &foot(table)
}

/// CSV after RFC 4180, full digits.
pub fn csv(table: &Table) -> String {
    let mut text = "model,row,measure,way,exact,value,lower,upper,n,smallest_fault,verdict\n".to_string();
    for line in &table.lines {
        text.push_str(&format!(
            "\"{}\",\"{}\",\"{}\",{},{:?},{:?},{:?},{:?},{},{:?},{}\n",
            line.model,
            line.row,
            line.measure,
            line.way.word(),
            line.exact,
            line.value,
            line.lower,
            line.upper,
            line.n,
            line.smallest_fault,
            line.verdict.word()
        ));
    }
    text
}

/// One JSON object a line.
///
/// # Errors
/// A number that JSON cannot hold.
pub fn json(table: &Table) -> Result<String, String> {
    table.lines.iter().map(|line| Ok(serde_json::to_string(line).map_err(|e| e.to_string())? + "\n")).collect()
}
