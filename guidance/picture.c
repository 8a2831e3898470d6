#include "guidance/picture.h"

#include <stdlib.h>

struct bv_picture {
    int unused;
};

struct bv_picture *bv_picture_new(void)
{
    return calloc(1, sizeof(struct bv_picture));
}

void bv_picture_free(struct bv_picture *picture)
{
    free(picture);
}

int bv_picture_step(struct bv_picture *picture, const struct bv_frame *frame,
                    struct bv_picture_report *report)
{
    (void)picture;
    (void)frame;
    *report = (struct bv_picture_report){.state = BV_PICTURE_FRESH};
    return 0;
}
