//! The files of charts.

use std::io;
use std::path::Path;

use rayon::prelude::*;

use crate::chart::{self, Picture};
use crate::table::{Written, write_file};

/// Writes each picture as SVG and PNG below `dir`, side by side; the files in the order of the pictures.
///
/// # Errors
/// The first picture that cannot be made or written, naming step and file.
pub(super) fn write_pictures(dir: &Path, pictures: &[Picture]) -> io::Result<Vec<Written>> {
    let both = |picture: &Picture| -> io::Result<[Written; 2]> {
        let svg = write_file(dir, &format!("charts/{}.svg", picture.name), picture.svg.as_bytes())?;
        let png = chart::png(&picture.svg).map_err(io::Error::other)?;
        Ok([svg, write_file(dir, &format!("charts/{}.png", picture.name), &png)?])
    };
    let written: io::Result<Vec<[Written; 2]>> = pictures.par_iter().with_max_len(1).map(both).collect();
    Ok(written?.into_iter().flatten().collect())
}
