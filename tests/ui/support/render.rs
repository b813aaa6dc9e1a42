//! Draws what egui tessellates, without a graphics card: triangles with bilinear
//! textures, clipped, blended with premultiplied alpha.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use egui::epaint::{ClippedPrimitive, ImageDelta, Mesh, Primitive, Vertex};
use egui::{Color32, ColorImage, ImageData, Rect, TextureId, TexturesDelta, pos2};
use egui_kittest::{Harness, TestRenderer};
use image::RgbaImage;

/// Collects the textures of a harness and draws its last frame. Clones share.
#[derive(Clone, Default)]
pub struct Painter {
    textures: Rc<RefCell<HashMap<TextureId, ColorImage>>>,
}

impl TestRenderer for Painter {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        let mut textures = self.textures.borrow_mut();
        for (id, changes) in delta.set.drain() {
            for change in changes {
                patch(&mut textures, id, change);
            }
        }
        for id in delta.free.drain() {
            textures.remove(&id);
        }
    }
}

fn patch(textures: &mut HashMap<TextureId, ColorImage>, id: TextureId, change: ImageDelta) {
    let ImageData::Color(image) = change.image;
    let image = (*image).clone();
    let Some([left, top]) = change.pos else {
        textures.insert(id, image);
        return;
    };
    let whole = textures.get_mut(&id).expect("a patch follows the whole texture");
    let [width, height] = image.size;
    for row in 0..height {
        let from = row * width;
        let to = (top + row) * whole.size[0] + left;
        whole.pixels[to..to + width].copy_from_slice(&image.pixels[from..from + width]);
    }
}

impl Painter {
    /// The last frame as a picture, one pixel per physical pixel.
    pub fn draw<S>(&self, harness: &Harness<'_, S>) -> RgbaImage {
        let output = harness.output();
        let scale = output.pixels_per_point;
        let size = harness.ctx.content_rect().size() * scale;
        let mut target = Target::new(size.x.round() as usize, size.y.round() as usize);
        let primitives = harness.ctx.tessellate(output.shapes.clone(), scale);
        let textures = self.textures.borrow();
        for ClippedPrimitive { clip_rect, primitive } in primitives {
            if let Primitive::Mesh(mesh) = primitive {
                let texture = textures.get(&mesh.texture_id).expect("the texture was uploaded");
                target.mesh(&mesh, texture, clip_rect, scale);
            }
        }
        target.into_image()
    }
}

/// Premultiplied, each channel 0 to 255.
type Pixel = [f32; 4];

struct Target {
    width: usize,
    height: usize,
    pixels: Vec<Pixel>,
}

impl Target {
    fn new(width: usize, height: usize) -> Self {
        Self { width, height, pixels: vec![[0.0; 4]; width * height] }
    }

    fn mesh(&mut self, mesh: &Mesh, texture: &ColorImage, clip: Rect, scale: f32) {
        let clip = [
            (clip.min.x * scale).round().max(0.0) as usize,
            (clip.min.y * scale).round().max(0.0) as usize,
            ((clip.max.x * scale).round().max(0.0) as usize).min(self.width),
            ((clip.max.y * scale).round().max(0.0) as usize).min(self.height),
        ];
        for corners in mesh.indices.chunks_exact(3) {
            let corners = [corners[0], corners[1], corners[2]].map(|index| {
                let mut vertex = mesh.vertices[index as usize];
                vertex.pos = pos2(vertex.pos.x * scale, vertex.pos.y * scale);
                vertex
            });
            self.triangle(corners, texture, clip);
        }
    }

    fn triangle(&mut self, [a, b, c]: [Vertex; 3], texture: &ColorImage, clip: [usize; 4]) {
        let area = cross(&a, &b, c.pos.x, c.pos.y);
        if area == 0.0 {
            return;
        }
        let (a, b, c, area) = if area < 0.0 { (a, c, b, -area) } else { (a, b, c, area) };
        let weights = |x: usize, y: usize| {
            let (x, y) = (x as f32 + 0.5, y as f32 + 0.5);
            [cross(&b, &c, x, y), cross(&c, &a, x, y), cross(&a, &b, x, y)]
        };
        let is_inside = |x: usize, y: usize| {
            let [wa, wb, wc] = weights(x, y);
            owns(&b, &c, wa) && owns(&c, &a, wb) && owns(&a, &b, wc)
        };
        let ys = [a.pos.y, b.pos.y, c.pos.y];
        let top = (least(ys).floor().max(0.0) as usize).max(clip[1]);
        let bottom = (most(ys).ceil().max(0.0) as usize).min(clip[3]);
        let is_flat = a.uv == b.uv && b.uv == c.uv;
        let flat_texel = is_flat.then(|| sample(texture, a.uv.x, a.uv.y));
        let is_plain = a.color == b.color && b.color == c.color;
        for y in top..bottom {
            let Some((left, right)) = reach([&a, &b, &c], y as f32 + 0.5) else { continue };
            let mut left = (left.floor().max(0.0) as usize).saturating_sub(1).max(clip[0]);
            let mut right = (right.ceil().max(0.0) as usize + 1).min(clip[2]);
            while left < right && !is_inside(left, y) {
                left += 1;
            }
            while right > left && !is_inside(right - 1, y) {
                right -= 1;
            }
            if left >= right {
                continue;
            }
            let row = &mut self.pixels[y * self.width..(y + 1) * self.width];
            if let (Some(texel), true) = (flat_texel, is_plain) {
                fill(&mut row[left..right], tint([1.0, 0.0, 0.0], [a.color; 3], texel));
                continue;
            }
            for (x, under) in (left..right).zip(&mut row[left..right]) {
                let weights = weights(x, y).map(|weight| weight / area);
                let texel = flat_texel.unwrap_or_else(|| {
                    let u = blend3(weights, [a.uv.x, b.uv.x, c.uv.x]);
                    let v = blend3(weights, [a.uv.y, b.uv.y, c.uv.y]);
                    sample(texture, u, v)
                });
                *under = over(*under, tint(weights, [a.color, b.color, c.color], texel));
            }
        }
    }

    fn into_image(self) -> RgbaImage {
        let bytes = self.pixels.iter().flatten();
        let bytes = bytes.map(|value| value.round().clamp(0.0, 255.0) as u8).collect();
        RgbaImage::from_raw(self.width as u32, self.height as u32, bytes)
            .expect("as many pixels as width times height")
    }
}

/// Where a triangle starts and ends on a row; the exact pixels are found by
/// [`owns`].
fn reach(corners: [&Vertex; 3], y: f32) -> Option<(f32, f32)> {
    let mut found: Option<(f32, f32)> = None;
    for (from, to) in [(0, 1), (1, 2), (2, 0)] {
        let (from, to) = (corners[from].pos, corners[to].pos);
        if from.y == to.y || y < from.y.min(to.y) || y > from.y.max(to.y) {
            continue;
        }
        let x = from.x + (to.x - from.x) * (y - from.y) / (to.y - from.y);
        found = Some(found.map_or((x, x), |(left, right)| (left.min(x), right.max(x))));
    }
    found
}

fn tint(weights: [f32; 3], colours: [Color32; 3], texel: Pixel) -> Pixel {
    let colours = colours.map(|colour| colour.to_array());
    let mut pixel = [0.0; 4];
    for channel in 0..4 {
        let colour = colours.map(|colour| f32::from(colour[channel]));
        pixel[channel] = blend3(weights, colour) * texel[channel] / 255.0;
    }
    pixel
}

fn over(under: Pixel, source: Pixel) -> Pixel {
    let rest = 1.0 - source[3] / 255.0;
    [
        source[0] + under[0] * rest,
        source[1] + under[1] * rest,
        source[2] + under[2] * rest,
        source[3] + under[3] * rest,
    ]
}

fn fill(row: &mut [Pixel], source: Pixel) {
    if source[3] >= 255.0 {
        row.fill(source);
    } else if source[3] > 0.0 {
        for under in row {
            *under = over(*under, source);
        }
    }
}

fn cross(a: &Vertex, b: &Vertex, x: f32, y: f32) -> f32 {
    (b.pos.x - a.pos.x) * (y - a.pos.y) - (b.pos.y - a.pos.y) * (x - a.pos.x)
}

/// A pixel on the edge of two triangles belongs to one of them: the one whose
/// edge is at its top or left.
fn owns(from: &Vertex, to: &Vertex, weight: f32) -> bool {
    let (dx, dy) = (to.pos.x - from.pos.x, to.pos.y - from.pos.y);
    weight > 0.0 || (weight == 0.0 && (dy < 0.0 || (dy == 0.0 && dx > 0.0)))
}

fn least([a, b, c]: [f32; 3]) -> f32 {
    a.min(b).min(c)
}

fn most([a, b, c]: [f32; 3]) -> f32 {
    a.max(b).max(c)
}

fn blend3([wa, wb, wc]: [f32; 3], [a, b, c]: [f32; 3]) -> f32 {
    wa * a + wb * b + wc * c
}

/// Bilinear, clamped at the border.
fn sample(texture: &ColorImage, u: f32, v: f32) -> Pixel {
    let [width, height] = texture.size;
    let x = (u * width as f32 - 0.5).clamp(0.0, (width - 1) as f32);
    let y = (v * height as f32 - 0.5).clamp(0.0, (height - 1) as f32);
    let (x0, y0) = (x.floor() as usize, y.floor() as usize);
    let (x1, y1) = ((x0 + 1).min(width - 1), (y0 + 1).min(height - 1));
    let (fx, fy) = (x - x.floor(), y - y.floor());
    let texel = |x: usize, y: usize| texture.pixels[y * width + x].to_array();
    let (a, b, c, d) = (texel(x0, y0), texel(x1, y0), texel(x0, y1), texel(x1, y1));
    let mut pixel = [0.0; 4];
    for (channel, value) in pixel.iter_mut().enumerate() {
        let [a, b, c, d] = [a, b, c, d].map(|texel| f32::from(texel[channel]));
        let (top, bottom) = (a + (b - a) * fx, c + (d - c) * fx);
        *value = top + (bottom - top) * fy;
    }
    pixel
}
