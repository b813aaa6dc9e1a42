//! Hands the tokens to egui, for the widgets that are egui's own (text fields,
//! scroll bars, tooltips, menus).

use std::collections::BTreeMap;

use egui::style::{ScrollStyle, Selection, WidgetVisuals, Widgets};
use egui::{
    Color32, Context, CornerRadius, CursorIcon, FontFamily, FontId, Margin, Stroke, Style,
    TextStyle, ThemePreference, Visuals, vec2,
};

use super::{Tokens, Type, motion, radius, size, space};
use crate::settings::Theme;

/// Sets colours, letters and distances of the whole window.
///
/// `text_size` enlarges everything (0.8 to 1.6), as a browser's zoom does: lines
/// keep their shape. With `reduced_motion` nothing moves.
pub fn apply(ctx: &Context, theme: Theme, text_size: f32, reduced_motion: bool) {
    ctx.set_theme(match theme {
        Theme::System => ThemePreference::System,
        Theme::Light => ThemePreference::Light,
        Theme::Dark => ThemePreference::Dark,
    });
    for dark in [true, false] {
        let theme = if dark { egui::Theme::Dark } else { egui::Theme::Light };
        ctx.set_style_of(theme, style(Tokens::theme(dark), reduced_motion));
    }
    // The app has its own setting for this; two would fight.
    ctx.options_mut(|options| options.zoom_with_keyboard = false);
    ctx.set_zoom_factor(text_size.clamp(0.8, 1.6));
}

/// Whether nothing may move.
#[must_use]
pub fn is_motion_reduced(style: &Style) -> bool {
    style.animation_time <= 0.0
}

fn style(t: &Tokens, reduced_motion: bool) -> Style {
    let mut style = Style {
        text_styles: BTreeMap::from([
            (TextStyle::Small, Type::Small.font()),
            (TextStyle::Body, Type::Body.font()),
            (TextStyle::Button, Type::Label.font()),
            (TextStyle::Heading, Type::Title.font()),
            (TextStyle::Monospace, FontId::new(Type::Code.size(), FontFamily::Monospace)),
        ]),
        animation_time: if reduced_motion { 0.0 } else { motion::QUICK_SECS },
        visuals: visuals(t),
        ..Style::default()
    };
    if reduced_motion {
        style.scroll_animation = egui::style::ScrollAnimation::none();
        style.visuals.text_cursor.blink = false;
    }
    let spacing = &mut style.spacing;
    spacing.item_spacing = vec2(space::S, space::S);
    spacing.button_padding = vec2(14.0, 8.0);
    spacing.interact_size = vec2(size::CONTROL, size::CONTROL);
    spacing.window_margin = Margin::same(20);
    spacing.menu_margin = Margin::same(6);
    spacing.tooltip_width = 420.0;
    spacing.scroll = ScrollStyle {
        bar_width: 8.0,
        floating_width: 4.0,
        bar_inner_margin: 2.0,
        bar_outer_margin: 2.0,
        dormant_handle_opacity: 0.25,
        active_handle_opacity: 0.5,
        interact_handle_opacity: 0.8,
        dormant_background_opacity: 0.0,
        active_background_opacity: 0.0,
        interact_background_opacity: 0.0,
        foreground_color: true,
        ..ScrollStyle::floating()
    };
    style.interaction.tooltip_delay = 0.35;
    style.interaction.selectable_labels = false;
    style.url_in_tooltip = true;
    style
}

fn visuals(t: &Tokens) -> Visuals {
    let base = if t.dark { Visuals::dark() } else { Visuals::light() };
    Visuals {
        override_text_color: None,
        weak_text_color: Some(t.quiet),
        widgets: Widgets {
            noninteractive: widget(t.card, t.body, Stroke::new(1.0, t.line)),
            inactive: widget(t.raised, t.body, Stroke::NONE),
            hovered: widget(t.raised_hover, t.strong, Stroke::NONE),
            active: widget(t.raised_press, t.strong, Stroke::NONE),
            open: widget(t.raised_hover, t.strong, Stroke::NONE),
        },
        selection: Selection { bg_fill: t.selection, stroke: Stroke::new(1.5, t.accent.ink) },
        hyperlink_color: t.accent.ink,
        faint_bg_color: t.raised,
        extreme_bg_color: t.sunken,
        text_edit_bg_color: Some(t.raised),
        code_bg_color: t.sunken,
        warn_fg_color: t.warning.ink,
        error_fg_color: t.danger.ink,
        window_corner_radius: CornerRadius::same(radius::CARD),
        window_shadow: t.shadow_high,
        window_fill: t.card,
        window_stroke: Stroke::new(1.0, t.line),
        menu_corner_radius: CornerRadius::same(radius::CONTROL + 2),
        panel_fill: t.ground,
        popup_shadow: t.shadow_mid,
        text_cursor: egui::style::TextCursorStyle {
            stroke: Stroke::new(2.0, t.accent.ink),
            ..base.text_cursor.clone()
        },
        striped: false,
        disabled_alpha: 0.75,
        slider_trailing_fill: true,
        handle_shape: egui::style::HandleShape::Circle,
        interact_cursor: Some(CursorIcon::PointingHand),
        indent_has_left_vline: false,
        ..base
    }
}

fn widget(fill: Color32, text: Color32, border: Stroke) -> WidgetVisuals {
    WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: border,
        corner_radius: CornerRadius::same(radius::CONTROL),
        fg_stroke: Stroke::new(1.5, text),
        expansion: 0.0,
    }
}
