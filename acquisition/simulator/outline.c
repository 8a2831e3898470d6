/*
 * The irregular outline of an object.
 */
#include "acquisition/simulator/maths.h"
#include "acquisition/simulator/tissue.h"

/* The irregular radius in the direction of (nx, nz), where 1 is plain. */
float bv_sim_object_outline(const struct bv_sim_object *object, float nx,
                            float nz)
{
    float size = sqrtf(nx * nx + nz * nz) + 1e-9f;
    float c = nx / size, s = nz / size, ck = c, sk = s, radius = 1;

    for (int k = 0; k < BV_SIM_HARMONICS; k++) {
        float next = ck * c - sk * s;

        sk = ck * s + sk * c;
        ck = next;
        radius += object->cosine[k] * ck + object->sine[k] * sk;
    }
    return bv_sim_max(radius, 0.3f);
}

/* Bounds in each sector: the radius at places of it, and how much it can
 * change between two of them. */
static void init_sectors(struct bv_sim_object *object)
{
    enum { places = 8 };
    float change = 0;

    object->outline_max = 0;
    for (int k = 0; k < BV_SIM_HARMONICS; k++)
        change += (float)(k + 2) *
                  (fabsf(object->cosine[k]) + fabsf(object->sine[k]));
    change = change * (0.5f / (8 * places)) + 1e-3f;
    for (int i = 0; i < BV_SIM_SECTORS; i++) {
        float low = 1e9f, high = 0;

        for (int k = 0; k <= places; k++) {
            float t = ((float)(i & 7) + (float)k / places) * (1.0f / 8);
            float x = i & 32 ? t : 1, z = i & 32 ? 1 : t;
            float radius =
                bv_sim_object_outline(object, i & 8 ? -x : x, i & 16 ? -z : z);

            low = bv_sim_min(low, radius);
            high = bv_sim_max(high, radius);
        }
        object->sector_min[i] = low - change;
        object->sector_max[i] = high + change;
        object->outline_max =
            bv_sim_max(object->outline_max, object->sector_max[i]);
    }
}

/* Random harmonics for an outline, made so that the area stays that of the
 * plain ellipse: a rough outline that is larger on average would claim the
 * wrong volume. */
void bv_sim_outline_init(struct bv_sim_object *object)
{
    float rough = (float)object->from->rough, squares = 0, sum = 0, fit;

    for (int k = 0; k < BV_SIM_HARMONICS; k++) {
        float size = rough / (0.6f + 0.55f * (float)k);

        object->cosine[k] =
            size * bv_sim_hash_signed((uint32_t)k, 1, object->seed);
        object->sine[k] =
            size * bv_sim_hash_signed((uint32_t)k, 2, object->seed);
        squares += object->cosine[k] * object->cosine[k] +
                   object->sine[k] * object->sine[k];
    }
    for (int k = 0; k < BV_SIM_HARMONICS; k++)
        sum += sqrtf(object->cosine[k] * object->cosine[k] +
                     object->sine[k] * object->sine[k]);
    fit = 1 / sqrtf(1 + 0.5f * squares);
    object->deep = bv_sim_max(1 - sum, 0.3f);
    init_sectors(object);
    for (int i = 0; i < 3; i++)
        object->radii[i] = object->radii_at_rest[i] =
            (float)object->from->radii_mm[i] * fit;
}
