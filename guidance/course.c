#include "guidance/course.h"

void bv_course_advise(struct bv_advice *advice)
{
    (void)advice;
}
