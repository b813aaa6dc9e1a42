//! The two themes. The contrasts they promise are tested in `contrast.rs`.

#![expect(clippy::disallowed_methods, reason = "the one place where colours are made")]

use egui::{Color32, Shadow};

use super::{Syntax, Tokens, Tone};

const fn hex(rgb: u32) -> Color32 {
    let [_, r, g, b] = rgb.to_be_bytes();
    Color32::from_rgb(r, g, b)
}

const fn shadow(y: i8, blur: u8, alpha: u8) -> Shadow {
    Shadow { offset: [0, y], blur, spread: 0, color: Color32::from_black_alpha(alpha) }
}

/// Deep water.
pub(super) static DARK: Tokens = Tokens {
    dark: true,
    ground: hex(0x0F_1416),
    card: hex(0x17_1D20),
    raised: hex(0x1F_2629),
    raised_hover: hex(0x27_2F33),
    raised_press: hex(0x1B_2124),
    control: hex(0x1F_2629),
    control_hover: hex(0x27_2F33),
    control_press: hex(0x1B_2124),
    control_line: hex(0x2C_363A),
    sunken: hex(0x10_1518),
    line: hex(0x28_3135),
    line_strong: hex(0x6A_787D),
    strong: hex(0xF3_F6F6),
    body: hex(0xD2_D9DB),
    quiet: hex(0x9B_A7AB),
    faint: hex(0x6D_797D),
    accent: Tone { ink: hex(0x4F_D1B5), soft: hex(0x15_302C), line: hex(0x28_5A51) },
    accent_fill: hex(0x4F_D1B5),
    accent_hover: hex(0x66_DDC3),
    accent_press: hex(0x3F_BBA1),
    on_accent: hex(0x04_201A),
    success: Tone { ink: hex(0x8F_D46A), soft: hex(0x1C_281C), line: hex(0x39_5234) },
    danger: Tone { ink: hex(0xFF_8A80), soft: hex(0x2F_1F21), line: hex(0x5E_3639) },
    on_danger: hex(0x33_0A0A),
    warning: Tone { ink: hex(0xF2_BE5C), soft: hex(0x2A_261C), line: hex(0x55_492B) },
    heat: [hex(0x1F_2629), hex(0x1B_4640), hex(0x23_6E61), hex(0x36_9F89), hex(0x5B_DDC1)],
    syntax: Syntax {
        plain: hex(0xD8_DFE1),
        keyword: hex(0xF0_93B6),
        string: hex(0xA8_D98A),
        number: hex(0xF3_B980),
        comment: hex(0x82_9095),
        function: hex(0x83_C5F7),
        type_name: hex(0x68_D5C2),
        property: hex(0xC7_B1F8),
        punctuation: hex(0x9F_AEB3),
    },
    selection: hex(0x1F_5A50),
    scrim: Color32::from_black_alpha(125),
    shadow: shadow(2, 14, 56),
    shadow_mid: shadow(4, 16, 90),
    shadow_high: shadow(12, 40, 120),
};

/// Daylight.
pub(super) static LIGHT: Tokens = Tokens {
    dark: false,
    ground: hex(0xF5_F7F7),
    card: hex(0xFF_FFFF),
    raised: hex(0xF1_F4F4),
    raised_hover: hex(0xE8_EDED),
    raised_press: hex(0xDF_E6E6),
    control: hex(0xFF_FFFF),
    control_hover: hex(0xF5_F8F8),
    control_press: hex(0xEA_EFEF),
    control_line: hex(0xD2_DADB),
    sunken: hex(0xF4_F6F7),
    line: hex(0xE0_E6E7),
    line_strong: hex(0x7A_878A),
    strong: hex(0x0F_1719),
    body: hex(0x2A_3437),
    quiet: hex(0x57_6468),
    faint: hex(0x8D_999C),
    accent: Tone { ink: hex(0x0A_6F5C), soft: hex(0xE2_F4F0), line: hex(0xA3_D9CD) },
    accent_fill: hex(0x0C_8069),
    accent_hover: hex(0x0A_705C),
    accent_press: hex(0x08_6150),
    on_accent: hex(0xFF_FFFF),
    success: Tone { ink: hex(0x35_7216), soft: hex(0xEA_F5E3), line: hex(0xB9_DBA6) },
    danger: Tone { ink: hex(0xBC_2B2B), soft: hex(0xFD_ECEB), line: hex(0xF2_BEBB) },
    on_danger: hex(0xFF_FFFF),
    warning: Tone { ink: hex(0x8A_5A00), soft: hex(0xFD_F3DD), line: hex(0xEB_CF91) },
    heat: [hex(0xE9_EEEE), hex(0xB9_E3D9), hex(0x7C_CBB9), hex(0x37_A38D), hex(0x0C_8069)],
    syntax: Syntax {
        plain: hex(0x22_2B2E),
        keyword: hex(0xA8_2468),
        string: hex(0x35_7216),
        number: hex(0x9A_5200),
        comment: hex(0x64_7276),
        function: hex(0x1D_62B0),
        type_name: hex(0x0A_6F5C),
        property: hex(0x6C_45BA),
        punctuation: hex(0x55_6468),
    },
    selection: hex(0xBF_E8DE),
    scrim: Color32::from_black_alpha(70),
    shadow: shadow(2, 12, 14),
    shadow_mid: shadow(4, 16, 34),
    shadow_high: shadow(12, 40, 46),
};
