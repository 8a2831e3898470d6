#include "ui/settings/wrapping.h"

#include "ui/settings/look.h"

/* Lays its children out in rows, from left to right, or from right to left. */
#define BV_TYPE_WRAP_LAYOUT (bv_wrap_layout_get_type())
G_DECLARE_FINAL_TYPE(BvWrapLayout, bv_wrap_layout, BV, WRAP_LAYOUT,
                     GtkLayoutManager)

struct _BvWrapLayout {
    GtkLayoutManager parent_instance;

    int spacing;
};

G_DEFINE_FINAL_TYPE(BvWrapLayout, bv_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

static GtkWidget *next_laid(GtkWidget *child)
{
    while (child && !gtk_widget_should_layout(child))
        child = gtk_widget_get_next_sibling(child);
    return child;
}

#define FOR_EACH_CHILD(child, widget)                                          \
    for (GtkWidget *child = next_laid(gtk_widget_get_first_child(widget));     \
         child; child = next_laid(gtk_widget_get_next_sibling(child)))

static int width_of(GtkWidget *child, int most)
{
    int least, natural;

    gtk_widget_measure(child, GTK_ORIENTATION_HORIZONTAL, -1, &least, &natural,
                       NULL, NULL);
    return MAX(least, MIN(natural, most));
}

static int height_of(GtkWidget *child, int width)
{
    int natural;

    gtk_widget_measure(child, GTK_ORIENTATION_VERTICAL, width, NULL, &natural,
                       NULL, NULL);
    return natural;
}

/* A row of it: from a child on, so many, so high; what is left over, and how
 * many of them want it. */
struct run {
    GtkWidget *first;
    int count, height, left, wanting;
};

static GtkWidget *fill_run(const BvWrapLayout *self, GtkWidget *child,
                           int width, struct run *run)
{
    *run = (struct run){.first = child, .left = width};
    while (child) {
        int wide = width_of(child, width);
        int gap = run->count > 0 ? self->spacing : 0;

        if (run->count > 0 && wide + gap > run->left)
            break;
        run->left -= wide + gap;
        run->height = MAX(run->height, height_of(child, wide));
        run->wanting +=
            gtk_widget_compute_expand(child, GTK_ORIENTATION_HORIZONTAL);
        run->count++;
        child = next_laid(gtk_widget_get_next_sibling(child));
    }
    run->left = MAX(run->left, 0);
    return child;
}

static int measure_height(const BvWrapLayout *self, GtkWidget *widget,
                          int width)
{
    GtkWidget *child = next_laid(gtk_widget_get_first_child(widget));
    struct run run;
    int height = 0;

    while (child) {
        height += height > 0 ? self->spacing : 0;
        child = fill_run(self, child, width, &run);
        height += run.height;
    }
    return height;
}

static void measure(GtkLayoutManager *manager, GtkWidget *widget,
                    GtkOrientation orientation, int for_size, int *minimum,
                    int *natural, int *minimum_baseline, int *natural_baseline)
{
    const BvWrapLayout *self = BV_WRAP_LAYOUT(manager);
    int widest = 0, together = -self->spacing;

    *minimum_baseline = *natural_baseline = -1;
    FOR_EACH_CHILD(child, widget)
    {
        int least, wanted;

        gtk_widget_measure(child, GTK_ORIENTATION_HORIZONTAL, -1, &least,
                           &wanted, NULL, NULL);
        widest = MAX(widest, least);
        together += wanted + self->spacing;
    }
    together = MAX(together, widest);
    if (orientation == GTK_ORIENTATION_HORIZONTAL) {
        *minimum = widest;
        *natural = together;
        return;
    }
    *minimum = *natural =
        measure_height(self, widget, for_size < 0 ? together : for_size);
}

static void place_run(const BvWrapLayout *self, const struct run *run,
                      int width, int y, bool from_right)
{
    GtkWidget *child = run->first;
    int x = 0, left = run->left, wanting = run->wanting;

    for (int i = 0; i < run->count; i++) {
        int wide = width_of(child, width);
        GtkAllocation room;

        if (gtk_widget_compute_expand(child, GTK_ORIENTATION_HORIZONTAL)) {
            int more = left / wanting--;

            wide += more;
            left -= more;
        }
        room = (GtkAllocation){from_right ? width - x - wide : x, y, wide,
                               run->height};
        gtk_widget_size_allocate(child, &room, -1);
        x += wide + self->spacing;
        child = next_laid(gtk_widget_get_next_sibling(child));
    }
}

static void allocate(GtkLayoutManager *manager, GtkWidget *widget, int width,
                     int height, int baseline)
{
    const BvWrapLayout *self = BV_WRAP_LAYOUT(manager);
    bool from_right = gtk_widget_get_direction(widget) == GTK_TEXT_DIR_RTL;
    GtkWidget *child = next_laid(gtk_widget_get_first_child(widget));
    struct run run;
    int y = MAX(0, height - measure_height(self, widget, width)) / 2;

    (void)baseline;
    while (child) {
        child = fill_run(self, child, width, &run);
        place_run(self, &run, width, y, from_right);
        y += run.height + self->spacing;
    }
}

static GtkSizeRequestMode get_request_mode(GtkLayoutManager *manager,
                                           GtkWidget *widget)
{
    (void)manager;
    (void)widget;
    return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void bv_wrap_layout_class_init(BvWrapLayoutClass *class)
{
    GtkLayoutManagerClass *manager = GTK_LAYOUT_MANAGER_CLASS(class);

    manager->get_request_mode = get_request_mode;
    manager->measure = measure;
    manager->allocate = allocate;
}

static void bv_wrap_layout_init(BvWrapLayout *self)
{
    (void)self;
}

/* Of the box's own layout, which is gone while it is broken. */
static int spacing_of(GtkWidget *row)
{
    return GPOINTER_TO_INT(g_object_get_data(G_OBJECT(row), "spacing"));
}

static void on_wrapping(void *data)
{
    GtkLayoutManager *now = gtk_widget_get_layout_manager(data);
    GtkLayoutManager *made;
    int spacing = spacing_of(data);

    if (bv_look_is_large() == BV_IS_WRAP_LAYOUT(now))
        return;
    if (bv_look_is_large()) {
        made = g_object_new(BV_TYPE_WRAP_LAYOUT, NULL);
        BV_WRAP_LAYOUT(made)->spacing = spacing;
    } else {
        made = gtk_box_layout_new(GTK_ORIENTATION_HORIZONTAL);
        gtk_box_layout_set_spacing(GTK_BOX_LAYOUT(made), (guint)spacing);
    }
    gtk_widget_set_layout_manager(data, made);
}

void bv_wrapping_follow(GtkWidget *row)
{
    int spacing = gtk_box_get_spacing(GTK_BOX(row));

    g_object_set_data(G_OBJECT(row), "spacing", GINT_TO_POINTER(spacing));
    bv_look_tell(row, on_wrapping, row);
}

static void on_stack(void *data)
{
    gtk_orientable_set_orientation(
        GTK_ORIENTABLE(data), bv_look_is_large() ? GTK_ORIENTATION_VERTICAL
                                                 : GTK_ORIENTATION_HORIZONTAL);
}

void bv_wrapping_stack(GtkWidget *row)
{
    bv_look_tell(row, on_stack, row);
}
