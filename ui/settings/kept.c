#include "ui/settings/kept.h"

/* This header is not stable; the one function of it that is used here, for a
 * keyfile, is there since GLib 2.46. */
#define G_SETTINGS_ENABLE_BACKEND
#include <gio/gio.h>
#include <gio/gsettingsbackend.h>
#include <gtk/gtk.h>
#include <stdlib.h>
#include <string.h>

#include "core/places.h"

#define SCHEMA "org.bevel.Bevel"
#define KEYS "keys"

struct listener {
    void (*changed)(void *data);
    void *data;
};

static struct {
    struct bv_settings settings;
    struct bv_keymap keys;
    bool is_read;
    GSettings *kept;         /* NULL: no schema */
    GSettingsSchema *schema; /* the same */
    GArray *listeners;       /* of struct listener */
    bool writes;             /* what changes there now is from here */
} store;

/* A schema that lacks a key, or has it otherwise, is an older one. */
static bool is_kept(enum bv_setting setting)
{
    static const char *const type[] = {[BV_SETTING_SWITCH] = "b",
                                       [BV_SETTING_CHOICE] = "s",
                                       [BV_SETTING_NUMBER] = "i"};
    const struct bv_setting_facts *facts = bv_setting_facts(setting);
    GSettingsSchemaKey *key;
    bool fits;

    if (!store.kept || !g_settings_schema_has_key(store.schema, facts->id))
        return false;
    key = g_settings_schema_get_key(store.schema, facts->id);
    fits = g_variant_type_equal(g_settings_schema_key_get_value_type(key),
                                G_VARIANT_TYPE(type[facts->kind]));
    g_settings_schema_key_unref(key);
    return fits;
}

static int read_value(enum bv_setting setting)
{
    const struct bv_setting_facts *facts = bv_setting_facts(setting);
    char *id;
    int value;

    if (facts->kind == BV_SETTING_SWITCH)
        return g_settings_get_boolean(store.kept, facts->id);
    if (facts->kind == BV_SETTING_NUMBER)
        return g_settings_get_int(store.kept, facts->id);
    id = g_settings_get_string(store.kept, facts->id);
    value = bv_setting_find_choice(setting, id);
    g_free(id);
    return value < 0 ? facts->shipped : value;
}

static bool keeps_keys(void)
{
    GSettingsSchemaKey *key;
    bool fits;

    if (!store.kept || !g_settings_schema_has_key(store.schema, KEYS))
        return false;
    key = g_settings_schema_get_key(store.schema, KEYS);
    fits = g_variant_type_equal(g_settings_schema_key_get_value_type(key),
                                G_VARIANT_TYPE("a{ss}"));
    g_settings_schema_key_unref(key);
    return fits;
}

/* One that is none, or clashes, leaves its deed the shipped keys where those
 * are free. */
static void read_key(int deed, const char *name)
{
    GdkModifierType modifiers;
    guint symbol;
    struct bv_key key;

    gtk_accelerator_parse(name, &symbol, &modifiers);
    key = (struct bv_key){symbol, (modifiers & GDK_CONTROL_MASK) != 0,
                          (modifiers & GDK_SHIFT_MASK) != 0};
    if (bv_keymap_give(&store.keys, deed, key, NULL) != BV_KEY_TAKEN)
        bv_keymap_give_back(&store.keys, deed, NULL);
}

/* Two may have changed places: all that are kept let go of theirs first. */
static void read_keys(void)
{
    GVariant *all = g_settings_get_value(store.kept, KEYS);
    const char *id, *name;
    GVariantIter each;

    bv_keymap_reset(&store.keys);
    for (int pass = 0; pass < 2; pass++) {
        g_variant_iter_init(&each, all);
        while (g_variant_iter_next(&each, "{&s&s}", &id, &name)) {
            int deed = bv_keymap_find_deed(id);

            if (deed >= 0 && pass == 0)
                memset(store.keys.key[deed], 0, sizeof(store.keys.key[deed]));
            else if (deed >= 0)
                read_key(deed, name);
        }
    }
    g_variant_unref(all);
}

static void write_keys(void)
{
    GVariantBuilder all;

    if (!keeps_keys())
        return;
    g_variant_builder_init(&all, G_VARIANT_TYPE("a{ss}"));
    for (int i = 0; i < bv_keymap_count(); i++) {
        struct bv_key key = store.keys.key[i][0];
        char *name;

        if (bv_keymap_is_shipped(&store.keys, i))
            continue;
        name = gtk_accelerator_name(key.symbol,
                                    (key.control ? GDK_CONTROL_MASK : 0) |
                                        (key.shift ? GDK_SHIFT_MASK : 0));
        g_variant_builder_add(&all, "{ss}", bv_key_deeds[i].id, name);
        g_free(name);
    }
    g_settings_set_value(store.kept, KEYS, g_variant_builder_end(&all));
}

static void read_all(void)
{
    if (keeps_keys())
        read_keys();
    for (int i = 0; i < BV_SETTINGS; i++)
        if (is_kept((enum bv_setting)i))
            bv_settings_set(&store.settings, (enum bv_setting)i,
                            read_value((enum bv_setting)i));
}

/* One that is as it was shipped is not kept at all: what is shipped may be
 * another one day. */
static void write_value(enum bv_setting setting)
{
    const struct bv_setting_facts *facts = bv_setting_facts(setting);
    int value = store.settings.value[setting];

    if (!is_kept(setting))
        return;
    if (value == facts->shipped)
        g_settings_reset(store.kept, facts->id);
    else if (facts->kind == BV_SETTING_SWITCH)
        g_settings_set_boolean(store.kept, facts->id, value != 0);
    else if (facts->kind == BV_SETTING_NUMBER)
        g_settings_set_int(store.kept, facts->id, value);
    else
        g_settings_set_string(store.kept, facts->id, facts->choice_id[value]);
}

/* Who is told may stop to listen. */
static void tell(void)
{
    for (guint i = 0; i < store.listeners->len; i++) {
        struct listener listener =
            g_array_index(store.listeners, struct listener, i);

        listener.changed(listener.data);
    }
}

/* Set elsewhere: by another window, or a desktop's own tool. */
static void on_changed(GSettings *kept, const char *key, gpointer data)
{
    (void)kept;
    (void)key;
    (void)data;
    if (store.writes)
        return;
    read_all();
    tell();
}

/* Beside the program first: one that was installed before may lack keys. */
static GSettingsSchema *find_schema(void)
{
    GSettingsSchemaSource *source = g_settings_schema_source_get_default();
    GSettingsSchema *schema = NULL;
    char folder[BV_PLACE_MOST];

    for (int i = 0; !schema && bv_place_schema(i, folder, sizeof(folder));
         i++) {
        GSettingsSchemaSource *beside =
            g_settings_schema_source_new_from_directory(folder, NULL, FALSE,
                                                        NULL);

        if (!beside)
            continue;
        schema = g_settings_schema_source_lookup(beside, SCHEMA, FALSE);
        g_settings_schema_source_unref(beside);
    }
    if (!schema && source)
        schema = g_settings_schema_source_lookup(source, SCHEMA, TRUE);
    return schema;
}

/* A file of its own: dconf needs a session bus and a service of its own, and
 * loses what is set where they are not there. One that is asked for by
 * GSETTINGS_BACKEND is as it is. @return NULL: the default. */
static GSettingsBackend *find_backend(void)
{
    GSettingsBackend *backend = NULL;
    char *path =
        g_getenv("GSETTINGS_BACKEND") ? NULL : bv_place_config("settings");

    if (path)
        backend =
            g_keyfile_settings_backend_new(path, "/org/bevel/Bevel/", "bevel");
    free(path);
    return backend;
}

static void start(void)
{
    GSettingsBackend *backend;

    store.is_read = true;
    store.listeners = g_array_new(FALSE, FALSE, sizeof(struct listener));
    bv_settings_reset(&store.settings);
    bv_keymap_reset(&store.keys);
    store.schema = find_schema();
    if (!store.schema)
        return;
    backend = find_backend();
    store.kept = g_settings_new_full(store.schema, backend, NULL);
    g_clear_object(&backend);
    g_settings_delay(store.kept); /* what is set together is written once */
    g_signal_connect(store.kept, "changed", G_CALLBACK(on_changed), NULL);
    read_all();
}

const struct bv_settings *bv_kept_get(void)
{
    if (!store.is_read)
        start();
    return &store.settings;
}

int bv_kept_value(enum bv_setting setting)
{
    return bv_kept_get()->value[setting];
}

bool bv_kept_is_on(enum bv_setting setting)
{
    return bv_kept_value(setting) != 0;
}

/* @param before  NULL: the keys alone are other than before. */
static void keep(const struct bv_settings *before)
{
    store.writes = true;
    for (int i = 0; before && i < BV_SETTINGS; i++)
        if (store.settings.value[i] != before->value[i])
            write_value((enum bv_setting)i);
    if (!before)
        write_keys();
    if (store.kept)
        g_settings_apply(store.kept);
    store.writes = false;
    tell();
}

void bv_kept_set(enum bv_setting setting, int value)
{
    struct bv_settings before = *bv_kept_get();

    if (bv_settings_set(&store.settings, setting, value))
        keep(&before);
}

void bv_kept_step(enum bv_setting setting, int way)
{
    struct bv_settings before = *bv_kept_get();

    if (bv_settings_step(&store.settings, setting, way))
        keep(&before);
}

void bv_kept_reset(void)
{
    struct bv_settings before = *bv_kept_get();

    bv_settings_reset(&store.settings);
    keep(&before);
}

const struct bv_keymap *bv_kept_keys(void)
{
    bv_kept_get();
    return &store.keys;
}

enum bv_key_answer bv_kept_give_key(int deed, struct bv_key key, int *other)
{
    enum bv_key_answer answer;

    bv_kept_get();
    answer = bv_keymap_give(&store.keys, deed, key, other);
    if (answer == BV_KEY_TAKEN)
        keep(NULL);
    return answer;
}

enum bv_key_answer bv_kept_give_key_back(int deed, int *other)
{
    enum bv_key_answer answer;

    bv_kept_get();
    answer = bv_keymap_give_back(&store.keys, deed, other);
    if (answer == BV_KEY_TAKEN)
        keep(NULL);
    return answer;
}

void bv_kept_reset_keys(enum bv_key_window window)
{
    bv_kept_get();
    bv_keymap_reset_window(&store.keys, window);
    keep(NULL);
}

bool bv_kept_is_kept(void)
{
    const char *id = bv_setting_facts(BV_SETTING_THEME)->id;
    const char *backend = g_getenv("GSETTINGS_BACKEND");

    bv_kept_get();
    return store.kept && g_settings_is_writable(store.kept, id) &&
           g_strcmp0(backend, "memory") != 0;
}

void bv_kept_listen(void (*changed)(void *data), void *data)
{
    struct listener listener = {changed, data};

    bv_kept_get();
    g_array_append_val(store.listeners, listener);
}

void bv_kept_ignore(void *data)
{
    for (guint i = store.listeners->len; i-- > 0;)
        if (g_array_index(store.listeners, struct listener, i).data == data)
            g_array_remove_index(store.listeners, i);
}
