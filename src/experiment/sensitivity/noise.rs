//! How much of the variance over points is noise of the simulation.

/// Share of the variance of the points' means that is noise, from `answers[point][replication]` on common replications: the
/// mean square of what is left of an answer without its point's and its replication's mean (two-way analysis of variance),
/// over the number of replications and the variance of the points' means. What a replication does to all points alike is
/// no noise: it moves no difference between points.
///
/// `None` with fewer than two points or replications, or answers that do not vary.
pub fn noise(answers: &[Vec<f64>]) -> Option<f64> {
    let (points, replications) = (answers.len(), answers.first()?.len());
    if points < 2 || replications < 2 || answers.iter().any(|row| row.len() != replications) {
        return None;
    }
    let (p, r) = (points as f64, replications as f64);
    let rows: Vec<f64> = answers.iter().map(|row| row.iter().sum::<f64>() / r).collect();
    let columns: Vec<f64> = (0..replications).map(|c| answers.iter().map(|row| row[c]).sum::<f64>() / p).collect();
    let all = rows.iter().sum::<f64>() / p;
    let left: f64 = answers
        .iter()
        .zip(&rows)
        .flat_map(|(row, mean)| row.iter().zip(&columns).map(move |(x, column)| x - mean - column + all))
        .map(|e| e * e)
        .sum();
    let variance = rows.iter().map(|mean| (mean - all) * (mean - all)).sum::<f64>() / (p - 1.0);
    (variance > 0.0).then(|| (left / ((p - 1.0) * (r - 1.0)) / r / variance).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::noise;

    #[test]
    fn what_all_points_share_is_no_noise() {
        let common = [0.3, -0.1, 0.5];
        let without: Vec<Vec<f64>> = [1.0, 2.0, 5.0].iter().map(|m| common.iter().map(|c| m + c).collect()).collect();
        assert!(noise(&without).expect("a share") < 1e-30);
        // By hand: points 0 and 2, residuals ±1/2 in each cell: 1 · (4/4) / 1 / 1 = 1, over 2 replications 1/2, V = 2.
        let with = [vec![0.5, -0.5], vec![1.5, 2.5]];
        assert!((noise(&with).expect("a share") - 0.25).abs() < 1e-12);
        assert_eq!(noise(&[vec![1.0, 2.0]]), None);
    }
}
