-- The last so many items of an order are the same whatever the seed: those that gains are confirmed on. Orders made so far have none.
alter table item_orders add column reserved_items bigint not null default 0;
alter table item_orders drop constraint item_orders_pkey;
alter table item_orders add primary key (content_id, splits, order_seed, reserved_items);
