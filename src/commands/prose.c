#include "commands/prose.h"

#include <string.h>

void bv_prose_print(FILE *out, const char *label, int indent, const char *text)
{
    int column = indent;

    fprintf(out, "%-*s", indent, label);
    while (*text) {
        int length = (int)strcspn(text, " ");

        if (column > indent && column + 1 + length > 76) {
            fprintf(out, "\n%*s", indent, "");
            column = indent;
        }
        column +=
            fprintf(out, "%s%.*s", column > indent ? " " : "", length, text);
        text += length;
        text += strspn(text, " ");
    }
    fputc('\n', out);
}
