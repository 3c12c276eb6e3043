//! SVG to PNG by resvg with the compiled-in font only: the same picture on every machine.

use super::{Error, font};
use resvg::{tiny_skia, usvg};
use std::sync::{Arc, LazyLock};

/// Pixels of the PNG for one of the SVG.
pub const PNG_SCALE: f32 = 2.0;

static FONTS: LazyLock<Arc<usvg::fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = usvg::fontdb::Database::new();
    fonts.load_font_data(font::REGULAR.to_vec());
    fonts.load_font_data(font::BOLD.to_vec());
    Arc::new(fonts)
});

/// The SVG as resvg understands it, text laid out with our font; tests read the boxes of texts from it.
///
/// # Errors
/// The SVG cannot be read.
pub fn tree(svg: &str) -> Result<usvg::Tree, Error> {
    let options = usvg::Options { fontdb: FONTS.clone(), font_family: font::FAMILY.to_string(), ..Default::default() };
    usvg::Tree::from_str(svg, &options).map_err(|e| Error::Raster(e.to_string()))
}

/// PNG at [`PNG_SCALE`] times the SVG's size.
///
/// # Errors
/// The SVG cannot be read, or is larger than memory allows.
pub fn png(svg: &str) -> Result<Vec<u8>, Error> {
    let tree = tree(svg)?;
    let (w, h) = (tree.size().width() * PNG_SCALE, tree.size().height() * PNG_SCALE);
    let mut pixels = tiny_skia::Pixmap::new(w.ceil() as u32, h.ceil() as u32)
        .ok_or_else(|| Error::Raster(format!("a picture of {w} × {h} pixels cannot be made")))?;
    resvg::render(&tree, tiny_skia::Transform::from_scale(PNG_SCALE, PNG_SCALE), &mut pixels.as_mut());
    pixels.encode_png().map_err(|e| Error::Raster(e.to_string()))
}
