package posixkit.examples.cli;

import java.lang.Character.UnicodeScript;

/** Says how many columns of a terminal a text takes. */
public final class TextWidth {
    private static final int FIRST_WIDE = 0x1100;
    private static final int FULL_WIDTH_FORMS = 0xFF01;
    private static final int LAST_FULL_WIDTH_FORM = 0xFF60;
    private static final int FIRST_EMOJI = 0x1F300;
    private static final int LAST_EMOJI = 0x1FAFF;

    private TextWidth() {}

    /** Returns the width of a text. Control characters count as nothing. The result is a good guess; terminals do not agree about all characters. */
    public static int of(String text) {
        return text.codePoints().map(TextWidth::width).sum();
    }

    private static int width(int symbol) {
        return switch (Character.getType(symbol)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT, Character.CONTROL -> 0;
            default -> symbol >= FIRST_WIDE && isWide(symbol) ? 2 : 1;
        };
    }

    private static boolean isWide(int symbol) {
        if (symbol >= FULL_WIDTH_FORMS && symbol <= LAST_FULL_WIDTH_FORM
                || symbol >= FIRST_EMOJI && symbol <= LAST_EMOJI) {
            return true;
        }
        return switch (UnicodeScript.of(symbol)) {
            case HAN, HIRAGANA, KATAKANA, HANGUL -> true;
            default -> false;
        };
    }
}
